import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { newId } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { addMembers, requireActiveApprovers } from "./change-members.ts";
import { insertGroup } from "./store-group.ts";

/** Creates a group. @throws `not_found`, `conflict` for its name, `invalid_input` for a member */
export async function createGroup(
  db: Database,
  group: { actor: Viewer; name: string; memberIds: string[]; now: Date },
): Promise<{ groupId: string }> {
  const { actor, name, now } = group;
  requireRole(actor, "admin");
  const groupId = newId("grp", now);
  const memberIds = [...new Set(group.memberIds)];
  await db.transaction(async (tx) => {
    await requireActiveApprovers(tx, memberIds);
    await insertGroup(tx, { id: groupId, name, createdBy: actor.personId, createdAt: now });
    await addMembers(tx, { groupId, memberIds, addedBy: actor.personId, now });
    await recordAudit(
      tx,
      { type: "group.created", actor, subject: { group: groupId }, data: { members: memberIds } },
      now,
    );
  });
  return { groupId };
}
