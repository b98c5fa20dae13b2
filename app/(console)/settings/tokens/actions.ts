"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { type IssuedToken, tokenIssue } from "./token-issue.ts";

export async function issue(
  _previous: ActionState<IssuedToken>,
  form: FormData,
): Promise<ActionState<IssuedToken>> {
  return runConfirmed(tokenIssue, ["admin"], form, "/settings/tokens");
}
