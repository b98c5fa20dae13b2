"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { endSecondAdmin } from "#lib/directory/end-second-admin";
import { keepSecondAdmin } from "#lib/directory/keep-second-admin";
import { proposeSingleAdmin } from "#lib/directory/propose-single-admin";
import { requireSecondAdmin } from "#lib/directory/require-second-admin";
import type { ActionState } from "../../../../components/forms/action-state.ts";

const seen = z.object({ proposedBy: z.string() });

export async function requireTwo(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await requireConfirmation(actor, "workspace/second-admin/require", form);
    await requireSecondAdmin(db, { actor, now: clock() });
    revalidatePath("/settings/publishing");
    return undefined;
  });
}

export async function proposeEnd(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const act = "workspace/second-admin/propose-end" as const;
    const { credentialId } = await requireConfirmation(actor, act, form);
    await proposeSingleAdmin(db, { actor, confirmedWith: credentialId, now: clock() });
    revalidatePath("/settings/publishing");
    return undefined;
  });
}

export async function end(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { proposedBy } = readForm(seen, form);
    const { credentialId } = await requireConfirmation(actor, "workspace/second-admin/end", form);
    await endSecondAdmin(db, { actor, proposedBy, confirmedWith: credentialId, now: clock() });
    revalidatePath("/settings/publishing");
    return undefined;
  });
}

export async function keep(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await keepSecondAdmin(db, { actor, ...readForm(seen, form), now: clock() });
    revalidatePath("/settings/publishing");
    return undefined;
  });
}
