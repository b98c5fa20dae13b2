import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { groupMembers } from "#db/schema/groups";
import { type Actor, recordAudits } from "#lib/audit/record";

/** Removes a leaver from all groups, permanently. A suspended member stays but does not count. */
export async function leaveGroups(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const left = await tx
    .delete(groupMembers)
    .where(eq(groupMembers.personId, personId))
    .returning({ groupId: groupMembers.groupId });
  const facts = left.map(({ groupId }) => ({
    type: "group.members_changed" as const,
    actor,
    subject: { group: groupId, person: personId },
    data: { added: [], removed: [personId] },
  }));
  await recordAudits(tx, facts, now);
}
