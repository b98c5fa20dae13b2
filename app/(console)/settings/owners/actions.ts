"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { periodChange } from "./period-change.ts";

export async function saveAttestation(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(periodChange, ["admin"], form, "/settings/owners");
}
