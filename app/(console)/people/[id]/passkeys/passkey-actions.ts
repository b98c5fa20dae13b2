"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { passkeyConfirmation } from "./passkey-confirmation.ts";

/**
 * Confirms a passkey: the actor's own, or as an admin another person's. The verb decides whether
 * the confirmation counts.
 */
export async function confirmPasskeyOf(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(passkeyConfirmation, [], form, "/");
}
