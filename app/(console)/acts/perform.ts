"use server";

import { runAct } from "#app/web/forms/run-act";
import type { ActionState } from "#components/forms/action-state.ts";
import { findAct } from "./registry.ts";

/**
 * The one server action of the acts in the registry. The act's definition says who may do it, and
 * whether a passkey has to confirm it.
 */
export async function perform(
  name: string,
  _previous: ActionState<unknown>,
  form: FormData,
): Promise<ActionState<unknown>> {
  return runAct(findAct(name), form);
}
