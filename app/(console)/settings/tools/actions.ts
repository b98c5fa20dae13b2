"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Proposed } from "#lib/two-admins/propose-change";
import { type Registered, registration } from "./registration.ts";

export async function register(
  _previous: ActionState<Registered | Proposed>,
  form: FormData,
): Promise<ActionState<Registered | Proposed>> {
  return runConfirmed(registration, ["admin"], form, "/settings/tools");
}
