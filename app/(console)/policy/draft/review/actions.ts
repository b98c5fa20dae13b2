"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { proposeDraft } from "#lib/publishing/propose-draft";
import { publishDraft } from "#lib/publishing/publish-draft";

const confirmed = z.object({ digest: z.string() });

export async function publish(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { digest } = readForm(confirmed, form);
    const { credentialId } = await requireConfirmation(actor, `policy/publish/${digest}`, form);
    await publishDraft(db, { actor, confirmedWith: credentialId, digest, now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}

export async function propose(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { digest } = readForm(confirmed, form);
    const { credentialId } = await requireConfirmation(actor, `policy/propose/${digest}`, form);
    await proposeDraft(db, { actor, confirmedWith: credentialId, digest, now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}
