"use server";

import { revalidatePath } from "next/cache";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { passkeyConfirmation } from "./passkey-confirmation.ts";

/**
 * Confirms a passkey: the actor's own, or as an admin another person's. The verb decides whether
 * the confirmation counts.
 */
export async function confirmPasskeyOf(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return runAction(async () => {
    await performConfirmed(passkeyConfirmation, actor, form);
    revalidatePath("/", "layout");
    return undefined;
  });
}
