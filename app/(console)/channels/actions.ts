"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { floodChange } from "./flood-change.ts";
import { detailsChange } from "./message-details.ts";

export async function saveDetails(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(detailsChange, ["admin"], form, "/channels");
}

export async function saveFlood(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(floodChange, ["admin"], form, "/channels");
}
