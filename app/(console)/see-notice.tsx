"use client";

import { startTransition } from "react";
import { type ActionState, untouched } from "#components/forms/action-state.ts";
import { useAction } from "#components/forms/use-action.ts";
import { noticesPanelId } from "#components/notices/bell";
import { showToast } from "#components/toasts/toast.ts";
import { Button } from "#components/ui/button";
import { see, unsee } from "./notice-actions.ts";

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
  if (state.outcome === "done") showToast("Dismissed", () => startTransition(() => undo(form)));
  return state;
}

/** Brings the notice back and shows the list, which a click outside of it has closed. */
async function undo(form: FormData): Promise<void> {
  const panel = document.getElementById(noticesPanelId);
  if (!panel?.matches(":popover-open")) panel?.showPopover();
  panel?.focus();
  await unsee(untouched, form);
}
