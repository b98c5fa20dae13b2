"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import type { RegisteredEndpoint } from "#lib/notifications/webhooks/endpoints/register-endpoint";
import { callbackSetting } from "./callback-setting.ts";

type Set = ActionState<RegisteredEndpoint>;

/** The page is not rendered anew: the form shows the secret. */
export async function set(_previous: Set, form: FormData): Promise<Set> {
  return runConfirmed(callbackSetting, [], form);
}
