import { startTransition } from "react";
import { type ActionState, untouched } from "#components/forms/action-state.ts";
import { noticesPanelId } from "#components/notices/bell";
import { showToast } from "#components/notices/toast.ts";
import { see, unsee } from "./notice-actions.ts";

/**
 * Offers Undo for a few seconds. The notice's own component is gone by the time of the answer, so
 * the message isn't an effect of the component.
 */
export async function seeWithUndo(previous: ActionState, form: FormData): Promise<ActionState> {
  const state = await see(previous, form);
  if (state.outcome === "done") showToast("Dismissed", () => startTransition(() => undo(form)));
  return state;
}

/** Restores the notice and reopens the list, which a click outside has closed. */
async function undo(form: FormData): Promise<void> {
  const panel = document.getElementById(noticesPanelId);
  if (!panel?.matches(":popover-open")) panel?.showPopover();
  panel?.focus();
  await unsee(untouched, form);
}
