"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { idField } from "#app/id-field";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { changeRoles } from "#lib/directory/change-roles";
import { reissueInvitation } from "#lib/directory/invite-person";
import { issueRecovery } from "#lib/directory/issue-recovery";
import { roleSet } from "#lib/directory/person-fields";
import { revokeEnrolment } from "#lib/directory/revoke-enrolment";
import { suspendPerson } from "#lib/directory/suspend-person";
import type { Proposed } from "#lib/proposals/propose-change";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { rolesInAct } from "../../../../components/people/roles-in-act.ts";
import { deactivation } from "./deactivation.ts";
import { reinstateConfirmed } from "./reinstate-confirmed.ts";

const personId = idField("per");
const whom = z.object({ personId });
const roleChange = z.object({ personId, roles: roleSet });
const recovery = z.object({ personId, oldPasskeys: z.enum(["keep", "remove"]) });
const revocation = z.object({ enrolmentId: idField("enr") });

export interface NewLink {
  url: string;
  expiresAt: string;
}

type OldPasskeys = z.infer<typeof recovery>["oldPasskeys"];

/**
 * A recovery link that waits for a second admin, and the change that the old passkeys got
 * immediately.
 */
interface ProposedRecovery extends Proposed {
  oldPasskeys: OldPasskeys;
}

export async function setRoles(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
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
  return attempt(async () => {
    const { db, clock } = runtime();
    await suspendPerson(db, { actor, ...readForm(whom, form), now: clock() });
    revalidatePath("/people", "layout");
    return undefined;
  });
}

export async function deactivate(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    await performConfirmed(deactivation, actor, form);
    revalidatePath("/people", "layout");
    return undefined;
  });
}

export async function reinstate(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
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
  return attempt(async () => {
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
  return attempt(async () => {
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
  return attempt(async () => {
    const { db, clock } = runtime();
    await revokeEnrolment(db, { actor, ...readForm(revocation, form), now: clock() });
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
