"use server";

import { revalidatePath } from "next/cache";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
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
