"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Proposed } from "#lib/two-admins/propose-change";
import { type Invited, invitation } from "./invitation.ts";

export async function invite(
  _previous: ActionState<Invited | Proposed>,
  form: FormData,
): Promise<ActionState<Invited | Proposed>> {
  return runConfirmed(invitation, ["admin"], form, "/people");
}
