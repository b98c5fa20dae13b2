"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { periodChange } from "./period-change.ts";

export async function saveAttestation(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(periodChange, await requireViewer("admin"), form, "/settings/owners");
}
