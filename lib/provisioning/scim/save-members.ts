import { and, inArray, ne, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { type Actor, actorId, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { chunksOf } from "#lib/kernel/chunks";
import { addMembers, removeMembers } from "#lib/membership/groups/change-members";
import { lockPeople } from "#lib/people/lock-people";
import { scimFault } from "#lib/provisioning/scim/scim-fault";

/** Ids in an audit event: an event is bounded, a group is not. */
const batch = 1000;

/**
 * Sets a group's members, in the caller's transaction, which has locked the group. Unlike an admin,
 * a directory may add people who cannot approve yet: it lists people before they have a passkey.
 * They count once they can approve.
 * @throws {CountersignError} `invalid_body` for an unknown ID
 */
export async function saveMembers(
  tx: Transaction,
  save: { groupId: string; before: string[]; wanted: Set<string>; actor: Actor; now: Date },
): Promise<void> {
  const { groupId, wanted, actor, now } = save;
  const before = new Set(save.before);
  const added = [...wanted].filter((id) => !before.has(id));
  const removed = save.before.filter((id) => !wanted.has(id));
  // People before memberships, as the verb that ends a person's access locks both.
  for (const ids of chunksOf(added, batch)) await requirePeople(tx, ids);
  for (const memberIds of chunksOf(added, batch)) {
    await addMembers(tx, { groupId, memberIds, addedBy: actorId(actor), now });
    await record({ added: memberIds, removed: [] });
  }
  await removeMembers(tx, { groupId, memberIds: removed, actor, now });
  for (const ids of chunksOf(removed, batch)) await record({ added: [], removed: ids });
  if (added.length + removed.length > 0) await notify(tx, "queue");

  async function record(data: { added: string[]; removed: string[] }): Promise<void> {
    await recordAudits(
      tx,
      [{ type: "group.members_changed", actor, subject: { group: groupId }, data }],
      now,
    );
  }
}

async function requirePeople(tx: Transaction, ids: string[]): Promise<void> {
  await lockPeople(tx, sql`p.id = any(${sql.param(ids)}::text[])`);
  const found = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, ids), ne(people.status, "left")));
  const known = new Set(found.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw scimFault("invalidValue", `No user has the ID ${unknown}. Nothing was changed.`);
}
