"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Proposed } from "#lib/two-admins/propose-change";
import { type Invited, invitation } from "./invitation.ts";

export async function invite(
  _previous: ActionState<Invited | Proposed>,
  form: FormData,
): Promise<ActionState<Invited | Proposed>> {
  return runConfirmed(invitation, await requireViewer("admin"), form, "/people");
}
