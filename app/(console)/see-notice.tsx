"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { see } from "./notice-actions.ts";

/**
 * The notice leaves the list immediately, and returns if the call fails, or on Undo. The focus
 * moves to the list, because the button leaves the page with the notice.
 */
export function SeeNotice({ noticeId, what }: { noticeId: string; what: string }) {
  const { pending, message, formProps } = useAction(typeof window === "undefined" ? see : seeLater);
  return (
    <form
      {...formProps}
      // Only until the answer, whose list says whether the notice is there. Undo may have restored it.
      data-leaves={pending ? "" : undefined}
      onSubmit={(event) => {
        event.currentTarget.closest<HTMLElement>("[popover]")?.focus();
        formProps.onSubmit(event);
      }}
    >
      <input type="hidden" name="noticeId" value={noticeId} />
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        Dismiss<span className="sr-only">: {what}</span>
      </Button>
      {message ? <p role="alert">{message}</p> : null}
    </form>
  );
}

/** Loaded when it is needed, because every page has the list of notices. */
async function seeLater(previous: ActionState, form: FormData): Promise<ActionState> {
  const { seeWithUndo } = await import("./see-with-undo.ts");
  return seeWithUndo(previous, form);
}
