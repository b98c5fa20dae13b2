"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { type Registered, registration } from "./registration.ts";

export async function register(
  _previous: ActionState<Registered>,
  form: FormData,
): Promise<ActionState<Registered>> {
  return runConfirmed(registration, ["admin"], form, "/settings/signals");
}
