"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { issuePolicyToken, policyTokenTtl } from "#lib/policy-tokens/issue-policy-token";
import { revokePolicyToken } from "#lib/policy-tokens/revoke-policy-token";

const { least, most } = policyTokenTtl;
const issuing = z.object({ ttlSeconds: z.coerce.number().int().min(least).max(most) });
const revocation = z.object({ tokenId: idField("tok") });

export interface IssuedToken {
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

export async function issue(
  _previous: ActionState<IssuedToken>,
  form: FormData,
): Promise<ActionState<IssuedToken>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { ttlSeconds } = readForm(issuing, form);
    await requireConfirmation(actor, `policy/token/${ttlSeconds}`, form);
    const { token, expiresAt } = await issuePolicyToken(db, { actor, ttlSeconds, now: clock() });
    revalidatePath("/settings/tokens");
    return { token, expiresAt: expiresAt.toISOString() };
  });
}

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await revokePolicyToken(db, { actor, ...readForm(revocation, form), now: clock() });
    revalidatePath("/settings/tokens");
    return undefined;
  });
}
