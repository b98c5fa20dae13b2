"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { issuePolicyToken, policyTokenTtl } from "#lib/policy-tokens/issue-policy-token";

const { least, most } = policyTokenTtl;
const issuing = z.object({ ttlSeconds: z.coerce.number().int().min(least).max(most) });

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
