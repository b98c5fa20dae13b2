"use server";

import { revalidatePath } from "next/cache";
import { runtime } from "#app/process/runtime";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { proposeSingleAdmin } from "#lib/two-admins/propose-single-admin";
import { requireSecondAdmin } from "#lib/two-admins/require-second-admin";

export async function requireTwo(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { credentialId } = await requireConfirmation(actor, "workspace/second-admin/require", form);
    await requireSecondAdmin(db, { actor, confirmedWith: credentialId, now: clock() });
    revalidatePath("/settings/publishing");
    return undefined;
  });
}

export async function proposeEnd(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { credentialId } = await requireConfirmation(actor, "workspace/second-admin/propose-end", form);
    await proposeSingleAdmin(db, { actor, confirmedWith: credentialId, now: clock() });
    revalidatePath("/settings", "layout");
    return undefined;
  });
}
