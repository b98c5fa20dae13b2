"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { takeResponsibility } from "#lib/membership/take-responsibility";
import { revokeScimToken } from "#lib/provisioning/scim/tokens/revoke-token";
import { type IssuedToken, tokenIssue } from "./token-issue.ts";

export async function issueToken(
  _previous: ActionState<IssuedToken>,
  form: FormData,
): Promise<ActionState<IssuedToken>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const issued = await performConfirmed(tokenIssue, actor, form);
    revalidatePath("/settings/provisioning");
    return issued;
  });
}

export async function takeResponsibilityForToken(
  _previous: ActionState,
  form: FormData,
): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { id } = readForm(z.object({ id: idField("sct") }), form);
    await requireConfirmation(actor, `scim-token/answer/${id as `sct_${string}`}`, form);
    await takeResponsibility(db, { actor, kind: "scim_token", id, now: clock() });
    revalidatePath("/settings/provisioning");
    return undefined;
  });
}

export async function revokeToken(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { tokenId } = readForm(z.object({ tokenId: idField("sct") }), form);
    await revokeScimToken(db, { actor, tokenId, now: clock() });
    revalidatePath("/settings/provisioning");
    return undefined;
  });
}
