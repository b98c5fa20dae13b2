"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { revokeEnrollment } from "#lib/passkeys/enrollment/revoke-enrollment";
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
  return runConfirmed(rolesChange, ["admin"], form, "/people");
}

/** Takes no passkey, so that an emergency stop is fast. */
export async function suspend(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await suspendPerson(db, { actor, ...readForm(personForm, form), now: clock() });
    revalidatePath("/people", "layout");
  });
}

export async function deactivate(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(deactivation, ["admin"], form, "/people");
}

export async function reinstate(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(reinstating, ["admin"], form, "/people");
}

export async function confirmAddress(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(addressConfirmation, ["admin"], form, "/people");
}

export async function inviteAgain(_previous: InvitationState, form: FormData): Promise<InvitationState> {
  return runConfirmed(newInvitation, ["admin"], form, "/people");
}

export async function recover(_previous: RecoveryState, form: FormData): Promise<RecoveryState> {
  return runConfirmed(newRecovery, ["admin"], form, "/people");
}

export async function revokeLink(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await revokeEnrollment(db, { actor, ...readForm(link, form), now: clock() });
    revalidatePath("/people", "layout");
  });
}
