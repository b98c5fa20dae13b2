"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { see } from "./notice-actions.ts";

/**
 * Dismisses a notice. It leaves the list immediately, comes back if the call fails, and for a few seconds
 * on Undo. The focus moves to the list, because the button leaves the page with the notice.
 */
export function SeeNotice({ noticeId, what }: { noticeId: string; what: string }) {
  const { pending, done, message, formProps } = useAction(typeof window === "undefined" ? see : seeWithUndo);
  return (
    <form
      {...formProps}
      data-leaves={pending || done ? "" : undefined}
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

// The notice's own component is gone by the time of the answer, so the message isn't an effect of it.
async function seeWithUndo(previous: ActionState, form: FormData): Promise<ActionState> {
  const state = await see(previous, form);
  // Loaded when it is needed: every page has the list of notices.
  if (state.outcome === "done") (await import("./undo-notice.ts")).offerUndo(form);
  return state;
}
