"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { proposeDraft } from "#lib/policy/propose-draft";
import { publishDraft } from "#lib/policy/publish-draft";
import type { ActionState } from "../../../../../components/forms/action-state.ts";

const confirmed = z.object({ digest: z.string() });

export async function publish(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
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
  return attempt(async () => {
    const { db, clock } = runtime();
    const { digest } = readForm(confirmed, form);
    const { credentialId } = await requireConfirmation(actor, `policy/propose/${digest}`, form);
    await proposeDraft(db, { actor, confirmedWith: credentialId, digest, now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}
