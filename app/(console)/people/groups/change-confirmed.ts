import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import { addedTo } from "#components/forms/added-members.ts";
import { named } from "#components/passkey/act-digest.ts";
import { changeMembers } from "#lib/groups/change-members";
import { createGroup } from "#lib/groups/create-group";
import { findGroup } from "#lib/groups/find-group";
import { groupName } from "#lib/groups/group-name";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";
import { additionAct, creationAct } from "./group-acts.ts";

const memberIds = z.array(idField("per")).max(500);
const change = z.object({ groupId: idField("grp"), seenIds: memberIds, memberIds });
const group = z.object({ name: groupName, memberIds });

/**
 * Changes the members of a group, as the form specifies. An added member may decide requests, so
 * adding takes the admin's passkey. Removing takes none, so that removal is fast.
 * @returns the proposal, if a second admin has to confirm the change.
 * @throws {CountersignError} as `requireConfirmation` and `changeMembers`
 */
export async function changeConfirmed(actor: Viewer, form: FormData): Promise<Proposed | undefined> {
  const { db, clock } = runtime();
  const wanted = readForm(change, form, ["seenIds", "memberIds"]);
  const { name } = await findGroup(db, { viewer: actor, groupId: wanted.groupId });
  const added = addedTo(wanted.seenIds, wanted.memberIds);
  const people = named(added, await personNames(db, added));
  const act = await additionAct({ id: wanted.groupId, name }, people);
  const { credentialId } = act ? await requireConfirmation(actor, act, form) : {};
  // `changeMembers` refuses when the members differ from the form's: the passkey confirmed exactly
  // the additions that the form showed.
  return changeMembers(db, { actor, confirmedWith: credentialId, ...wanted, now: clock() });
}

/**
 * Creates a group, as the form specifies: with an admin's passkey if the group has members.
 * @throws {CountersignError} as `requireConfirmation` and `createGroup`
 */
export async function createConfirmed(actor: Viewer, form: FormData): Promise<{ groupId: string }> {
  const { db, clock } = runtime();
  const wanted = readForm(group, form, ["memberIds"]);
  const members = addedTo([], wanted.memberIds);
  const act = await creationAct(wanted.name, named(members, await personNames(db, members)));
  if (act) await requireConfirmation(actor, act, form);
  return createGroup(db, { actor, ...wanted, now: clock() });
}
