"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { rotation } from "./rotation.ts";

export async function rotatePushKey(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(rotation, ["admin"], form, "/channels/web-push");
}
