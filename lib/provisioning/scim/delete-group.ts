import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { groupUses } from "#lib/membership/groups/group-uses";
import { releaseFromDirectory, removeGroup } from "#lib/membership/groups/store-group";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { requireMatch } from "#lib/provisioning/scim/page";
import { groupResource, lockGroupRow, membersOfGroups } from "./group-row.ts";
import { saveMembers } from "./save-members.ts";

/**
 * Deletes a group for a directory. All members are removed. A group still named in rules or pending
 * requests stays, empty, as a group of the console: until an admin changes the rule or adds
 * members, no one can decide for the group.
 * @throws {CountersignError} `not_found`, `precondition_failed`
 */
export async function deleteScimGroup(
  db: Database,
  deletion: { client: ScimClient; groupId: string; ifMatch: string | undefined; now: Date },
): Promise<void> {
  const { client, groupId, ifMatch, now } = deletion;
  const { actor } = client;
  await db.transaction(async (tx) => {
    const row = await lockGroupRow(tx, groupId);
    requireMatch(ifMatch, groupResource(row, "").version);
    const before = ((await membersOfGroups(tx, [groupId])).get(groupId) ?? []).map(({ id }) => id);
    await saveMembers(tx, { groupId, before, wanted: new Set(), actor, now });
    const { rules, waiting, isDraftReadable } = await groupUses(tx, groupId);
    const isNeeded = rules.length + waiting > 0 || !isDraftReadable;
    if (isNeeded) await releaseFromDirectory(tx, groupId);
    else await removeGroup(tx, groupId);
    const type = isNeeded ? "group.released" : "group.deleted";
    await recordAudit(tx, { type, actor, subject: { group: groupId } }, now);
    await notify(tx, "queue");
  });
}
