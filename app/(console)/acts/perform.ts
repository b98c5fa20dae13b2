"use server";

import { runAct } from "#app/web/forms/run-act";
import type { ActionState } from "#components/forms/action-state.ts";
import { findAct } from "./registry.ts";

/** The only server action of the acts. Each definition names its roles, and whether a passkey confirms. */
export async function perform(
  name: string,
  _previous: ActionState<unknown>,
  form: FormData,
): Promise<ActionState<unknown>> {
  return runAct(findAct(name), form);
}
