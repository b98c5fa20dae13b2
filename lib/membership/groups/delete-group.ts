import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { unreadableDraft } from "#lib/policy/drafts/draft-content";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { memberIdsOf, removeMembers } from "./change-members.ts";
import { groupUses } from "./group-uses.ts";
import { lockGroup } from "./lock-group.ts";
import { removeGroup } from "./store-group.ts";

/**
 * Deletes an unused group, and voids its members' unredeemed approvals. For admins. A restored
 * version or a request with the group finds no members.
 * @throws {CountersignError} `not_found`; `conflict` while a rule of the live policy or of the
 * draft, or a pending request, names the group
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
    const memberIds = await memberIdsOf(tx, groupId);
    await removeMembers(tx, { groupId, memberIds, actor, now });
    await removeGroup(tx, groupId);
    await recordAudit(tx, { type: "group.deleted", actor, subject: { group: groupId } }, now);
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
