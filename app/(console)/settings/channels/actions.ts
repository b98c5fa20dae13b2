"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { floodChange } from "./flood-change.ts";
import { detailsChange } from "./message-details.ts";

export async function saveDetails(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(detailsChange, await requireViewer("admin"), form, "/settings/channels");
}

export async function saveFlood(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(floodChange, await requireViewer("admin"), form, "/settings/channels");
}
