import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { groupMembers } from "#db/schema/groups";
import { type Actor, recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { activeApprover } from "#lib/people/active";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { hasSameMembers } from "#lib/text/same-members";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { approvalsAsMembersOf } from "#lib/voiding/ended-approvals";
import { voidApprovals } from "#lib/voiding/void-approvals";
import { isGroupInUse } from "./group-uses.ts";
import { lockGroup } from "./lock-group.ts";

interface MemberChange extends Authority {
  groupId: string;
  /** The members when the actor looked. */
  seenIds: string[];
  memberIds: string[];
}

/**
 * Replaces a group's members. Removed members' approvals become void: unredeemed grants are
 * revoked, and pending requests with the group lose the approvals (invariants 8 and 17). For
 * admins. Where the workspace requires two admins, an addition to a group named in a live rule, the
 * draft or a pending request is proposed.
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`, `conflict` when the members changed since the actor
 * looked, `invalid_input` for a new member who is not an active approver
 */
export const changeMembers = proposable<MemberChange, undefined>(async (db, change) => {
  const { actor, groupId, seenIds, confirmed, now } = change;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, change, { policy: true });
    await lockGroup(tx, groupId);
    const before = new Set(await memberIdsOf(tx, groupId));
    const isUnchanged = hasSameMembers([...before], seenIds);
    if (confirmed) requireUnchanged(isUnchanged, `the members of ${groupId}`);
    // A page opened earlier must not restore a member removed since.
    if (!isUnchanged)
      throw new CountersignError("conflict", `the members of ${groupId} changed since they were shown`, {
        userMessage: "Members were changed in another window or by another admin. Reload and try again.",
      });
    const wanted = new Set(change.memberIds);
    const added = [...wanted].filter((id) => !before.has(id));
    const removed = [...before].filter((id) => !wanted.has(id));
    if (added.length + removed.length === 0) return undefined;
    await requireActiveApprovers(tx, added);
    if (needsTwo && added.length > 0 && (await isGroupInUse(tx, groupId))) {
      const [seen, after] = [[...before].sort(), [...wanted].sort()];
      return proposeChange(tx, { act: "group.members", group: groupId, before: seen, after }, change);
    }
    await addMembers(tx, { groupId, memberIds: added, addedBy: actor.personId, now });
    await removeMembers(tx, { groupId, memberIds: removed, actor, now });
    const data = { added, removed, ...proposedFacts(confirmed) };
    await recordAudit(tx, { type: "group.members_changed", actor, subject: { group: groupId }, data }, now);
    await notify(tx, "queue");
    return undefined;
  });
});

/** The members of a group that the transaction has locked. */
export async function memberIdsOf(tx: Transaction, groupId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: groupMembers.personId })
    .from(groupMembers)
    .where(eq(groupMembers.groupId, groupId));
  return rows.map(({ id }) => id);
}

/** Puts people into a group, in the caller's transaction. */
export async function addMembers(
  tx: Transaction,
  members: { groupId: string; memberIds: string[]; addedBy: string; now: Date },
): Promise<void> {
  const { groupId, memberIds, addedBy, now } = members;
  if (memberIds.length === 0) return;
  await tx
    .insert(groupMembers)
    .values(memberIds.map((personId) => ({ groupId, personId, addedBy, addedAt: now })));
}

/** Removes members, and voids their approvals in one statement: requests have one lock order. */
export async function removeMembers(
  tx: Transaction,
  removal: { groupId: string; memberIds: string[]; actor: Actor; now: Date },
): Promise<void> {
  const { groupId, memberIds, actor, now } = removal;
  if (memberIds.length === 0) return;
  await tx.execute(sql`
    delete from group_members where group_id = ${groupId} and person_id = any(${sql.param(memberIds)}::text[])`);
  const ended = approvalsAsMembersOf(groupId, memberIds);
  await voidApprovals(tx, { ended, reason: "left_group", actor, now });
}

/** @throws {CountersignError} `invalid_input` unless everyone is an active approver */
export async function requireActiveApprovers(tx: Transaction, personIds: string[]): Promise<void> {
  if (personIds.length === 0) return;
  const found = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, personIds), activeApprover(people)));
  if (found.length === personIds.length) return;
  throw new CountersignError("invalid_input", "a named person is not an active approver", {
    userMessage: "Group members must be active and have the Approver role.",
  });
}
