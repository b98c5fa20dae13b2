"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm, runAction } from "#app/web/forms/run-action";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { revokeEnrollment } from "#lib/enrollment/revoke-enrollment";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { Proposed } from "#lib/two-admins/propose-change";
import { deactivation } from "./deactivation.ts";
import { addressConfirmation } from "./email/address-confirmation.ts";
import { type NewLink, newInvitation, newRecovery, type ProposedRecovery } from "./links.ts";
import { reinstating } from "./reinstatement/reinstating.ts";
import { rolesChange } from "./roles-change.ts";

const personForm = z.object({ personId: idField("per") });
const link = z.object({ enrollmentId: idField("enr") });

type InvitationState = ActionState<NewLink | Proposed>;
type RecoveryState = ActionState<NewLink | ProposedRecovery>;
type RolesState = ActionState<Proposed | undefined>;

export async function setRoles(_previous: RolesState, form: FormData): Promise<RolesState> {
  return runConfirmed(rolesChange, await requireViewer("admin"), form, "/people");
}

/** Takes no passkey, so that an emergency stop is fast. */
export async function suspend(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await suspendPerson(db, { actor, ...readForm(personForm, form), now: clock() });
    revalidatePath("/people", "layout");
  });
}

export async function deactivate(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(deactivation, await requireViewer("admin"), form, "/people");
}

export async function reinstate(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(reinstating, await requireViewer("admin"), form, "/people");
}

export async function confirmAddress(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(addressConfirmation, await requireViewer("admin"), form, "/people");
}

export async function inviteAgain(_previous: InvitationState, form: FormData): Promise<InvitationState> {
  return runConfirmed(newInvitation, await requireViewer("admin"), form, "/people");
}

export async function recover(_previous: RecoveryState, form: FormData): Promise<RecoveryState> {
  return runConfirmed(newRecovery, await requireViewer("admin"), form, "/people");
}

export async function revokeLink(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await revokeEnrollment(db, { actor, ...readForm(link, form), now: clock() });
    revalidatePath("/people", "layout");
  });
}
