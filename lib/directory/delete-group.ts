import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { groups } from "#db/schema/groups";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";
import { unreadableDraft } from "#lib/policy/draft-content";
import { groupUses } from "./group-uses.ts";
import { lockGroup } from "./lock-group.ts";

/**
 * Deletes a group that nothing needs. For admins. A version that is brought back and names it is refused by the check of its rules; were a
 * request to name it all the same, nobody would be in it.
 * @throws {CountersignError} `not_found`; `conflict` while a rule of the policy in force or of the draft, or a waiting request, names it
 */
export async function deleteGroup(
  db: Database,
  { actor, groupId, now }: { actor: Viewer; groupId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockGroup(tx, groupId);
    const { rules, waiting, isDraftReadable } = await groupUses(tx, groupId);
    if (rules.length + waiting > 0) throw stillNeeded(groupId, rules);
    if (!isDraftReadable) throw unreadableDraft();
    await tx.delete(groups).where(eq(groups.id, groupId));
    const by = { type: "person" as const, id: actor.personId };
    await recordAudit(tx, { type: "group.deleted", actor: by, subject: { group: groupId } }, now);
    await notify(tx, "queue");
  });
}

function stillNeeded(groupId: string, rules: string[]): CountersignError {
  const [first] = rules;
  return new CountersignError("conflict", `${groupId} is needed`, {
    userMessage: first
      ? `The rule “${first}” requires this group. Change the rule and publish before deleting the group.`
      : "Pending requests need this group. Wait until they're decided.",
  });
}
