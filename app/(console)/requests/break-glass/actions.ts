"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { deadlineChange } from "./deadline-change.ts";
import { reviewRecord } from "./review-record.ts";

export async function changeHours(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(deadlineChange, ["admin"], form, "/requests/break-glass");
}

export async function review(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(reviewRecord, ["admin"], form, "/");
}
