"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { proposeSingleAdmin } from "#lib/directory/propose-single-admin";
import { requireSecondAdmin } from "#lib/directory/require-second-admin";
import type { ActionState } from "../../../../components/forms/action-state.ts";

export async function requireTwo(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { credentialId } = await requireConfirmation(actor, "workspace/second-admin/require", form);
    await requireSecondAdmin(db, { actor, confirmedWith: credentialId, now: clock() });
    revalidatePath("/settings/publishing");
    return undefined;
  });
}

export async function proposeEnd(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { credentialId } = await requireConfirmation(actor, "workspace/second-admin/propose-end", form);
    await proposeSingleAdmin(db, { actor, confirmedWith: credentialId, now: clock() });
    revalidatePath("/settings", "layout");
    return undefined;
  });
}
