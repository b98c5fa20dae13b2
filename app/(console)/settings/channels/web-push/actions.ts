"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { rotation } from "./rotation.ts";

export async function rotatePushKey(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(rotation, await requireViewer("admin"), form, "/settings/channels/web-push");
}
