"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { requireViewer } from "#app/viewer";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { passkeyConfirmation } from "./passkey-confirmation.ts";

/**
 * Confirms a passkey: one's own, or as an admin another person's. The verb decides whether that
 * counts.
 */
export async function confirmPasskeyOf(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return attempt(async () => {
    await performConfirmed(passkeyConfirmation, actor, form);
    revalidatePath("/", "layout");
    return undefined;
  });
}
