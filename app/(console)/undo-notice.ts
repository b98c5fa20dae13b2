import { startTransition } from "react";
import { untouched } from "#components/forms/action-state.ts";
import { noticesPanelId } from "#components/notices/bell";
import { showToast } from "#components/toasts/toast.ts";
import { unsee } from "./notice-actions.ts";

/** Says that a notice was dismissed, and for a few seconds offers to take that back. */
export function offerUndo(form: FormData): void {
  showToast("Dismissed", () => startTransition(() => undo(form)));
}

/** Brings the notice back and shows the list, which a click outside of it has closed. */
async function undo(form: FormData): Promise<void> {
  const panel = document.getElementById(noticesPanelId);
  if (!panel?.matches(":popover-open")) panel?.showPopover();
  panel?.focus();
  await unsee(untouched, form);
}
