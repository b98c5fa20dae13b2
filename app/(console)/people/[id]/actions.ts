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
import { rolesInAct } from "#components/people/roles-in-act.ts";
import { revokeEnrollment } from "#lib/enrollment/revoke-enrollment";
import { changeRoles } from "#lib/membership/change-roles";
import { reissueInvitation } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { roleSet } from "#lib/people/person-fields";
import type { Proposed } from "#lib/two-admins/propose-change";
import { deactivation } from "./deactivation.ts";
import { reinstateConfirmed } from "./reinstatement/reinstate-confirmed.ts";

const personId = idField("per");
const whom = z.object({ personId });
const roleChange = z.object({ personId, roles: roleSet });
const recovery = z.object({ personId, oldPasskeys: z.enum(["keep", "remove"]) });
const revocation = z.object({ enrollmentId: idField("enr") });

export interface NewLink {
  url: string;
  expiresAt: string;
}

type OldPasskeys = z.infer<typeof recovery>["oldPasskeys"];

/**
 * A recovery link that waits for a second admin, and the change already applied to the old
 * passkeys.
 */
interface ProposedRecovery extends Proposed {
  oldPasskeys: OldPasskeys;
}

export async function setRoles(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const change = readForm(roleChange, form, ["roles"]);
    const act = `people/roles/${change.personId}/${rolesInAct(change.roles)}` as const;
    const { credentialId } = await requireConfirmation(actor, act, form);
    const proposed = await changeRoles(db, { actor, confirmedWith: credentialId, ...change, now: clock() });
    revalidatePath("/people", "layout");
    return proposed;
  });
}

/** Takes no passkey, so that an emergency stop is fast. */
export async function suspend(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await suspendPerson(db, { actor, ...readForm(whom, form), now: clock() });
    revalidatePath("/people", "layout");
    return undefined;
  });
}

export async function deactivate(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    await performConfirmed(deactivation, actor, form);
    revalidatePath("/people", "layout");
    return undefined;
  });
}

export async function reinstate(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    await reinstateConfirmed(actor, form);
    revalidatePath("/people", "layout");
    return undefined;
  });
}

export async function newInvitation(
  _previous: ActionState<NewLink | Proposed>,
  form: FormData,
): Promise<ActionState<NewLink | Proposed>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { personId } = readForm(whom, form);
    const { credentialId } = await requireConfirmation(actor, `people/invite-again/${personId}`, form);
    return shown(await reissueInvitation(db, { actor, confirmedWith: credentialId, personId, now: clock() }));
  });
}

export async function newRecovery(
  _previous: ActionState<NewLink | ProposedRecovery>,
  form: FormData,
): Promise<ActionState<NewLink | ProposedRecovery>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const fields = readForm(recovery, form);
    const act = `recovery/${fields.personId}/${fields.oldPasskeys}` as const;
    const { credentialId } = await requireConfirmation(actor, act, form);
    const link = await issueRecovery(db, { actor, confirmedWith: credentialId, ...fields, now: clock() });
    const result = shown(link);
    return "proposalId" in result ? { ...result, oldPasskeys: fields.oldPasskeys } : result;
  });
}

export async function revokeLink(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await revokeEnrollment(db, { actor, ...readForm(revocation, form), now: clock() });
    revalidatePath("/people", "layout");
    return undefined;
  });
}

function shown(link: { token: string; expiresAt: Date } | Proposed): NewLink | Proposed {
  revalidatePath("/people", "layout");
  if ("proposalId" in link) return link;
  return {
    url: `${runtime().config.origin}/enroll/${link.token}`,
    expiresAt: link.expiresAt.toISOString(),
  };
}
