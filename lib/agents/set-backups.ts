import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentBackups } from "#db/schema/agents";
import { type Actor, recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { activeAdmin } from "#lib/people/active";
import { lockPeople } from "#lib/people/lock-people";
import { requireUnchanged } from "#lib/proposals/superseded";
import { hasSameMembers } from "#lib/text/same-members";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { approvalsAsBackupsOf } from "#lib/voiding/ended-approvals";
import { voidApprovals } from "#lib/voiding/void-approvals";
import { lockAgent } from "./lock-agent.ts";
import { requireApprovers } from "./require-approvers.ts";

export interface BackupChange extends Authority {
  agentId: string;
  /** Who were backups when the actor looked. */
  seenIds: string[];
  backupIds: string[];
}

/**
 * Replaces an agent's backup approvers. A removed backup approver's approvals become void:
 * unredeemed grants are revoked, and pending requests lose the approvals (invariants 8 and 17). For
 * admins, who confirm added people with a passkey. Where the workspace requires two admins, an
 * addition is proposed; removals alone take effect right away. The owner and the admins are
 * notified of added backup approvers.
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `conflict` when the backups changed
 * since the actor looked, `owner_inactive` when an added person is not an active approver
 */
export const setBackups = proposable<BackupChange, undefined>(async (db, change) => {
  const { actor, agentId, seenIds, confirmed, now } = change;
  const wanted = [...new Set(change.backupIds)];
  const added = wanted.filter((id) => !seenIds.includes(id));
  const removed = seenIds.filter((id) => !wanted.includes(id));
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, change);
    if (added.length > 0) await lockNotified(tx, { agentId, added });
    // A suspended backup approver must not prevent the removal of another.
    await requireApprovers(tx, added);
    const agent = await lockAgent(tx, { actor, agentId, ownerToo: false });
    const isUnchanged = hasSameMembers(await backupsOf(tx, agentId), seenIds);
    if (confirmed) requireUnchanged(isUnchanged, `the backups of ${agentId}`);
    // A page opened earlier must not restore a removed backup, nor remove an added one.
    if (!isUnchanged)
      throw new CountersignError("conflict", `the backups of ${agentId} changed since they were shown`, {
        userMessage: "Backup approvers were changed by someone else. Reload and try again.",
      });
    // An owner cannot be a backup approver of the same agent.
    const fresh = added.filter((id) => id !== agent.ownerId);
    if (fresh.length + removed.length === 0) return undefined;
    if (needsTwo && fresh.length > 0) {
      // Sorted, so that a change has one digest in any order of the form's IDs.
      const before = [...seenIds].sort();
      const after = wanted.filter((id) => id !== agent.ownerId).sort();
      return proposeChange(tx, { act: "agent.backups", agent: agentId, before, after }, change);
    }
    if (fresh.length > 0)
      await tx.insert(agentBackups).values(fresh.map((personId) => ({ agentId, personId })));
    await tx
      .delete(agentBackups)
      .where(and(eq(agentBackups.agentId, agentId), inArray(agentBackups.personId, removed)));
    await voidAsBackups(tx, { agentId, removed, actor, now });
    const subject = { agent: agentId };
    const data = { added: fresh, removed, ...proposedFacts(confirmed) };
    await recordAudit(tx, { type: "agent.backups_changed", actor, subject, data }, now);
    const to = { to: [agent.ownerId], except: [actor.personId], agentId };
    if (fresh.length > 0) await announce(tx, { kind: "backups_added", ...to, now });
    await notify(tx, `agent/${agentId}`, "queue");
    return undefined;
  });
});

/** Locks the added people and the notified ones: people before agents, in one order. */
async function lockNotified(
  tx: Transaction,
  { agentId, added }: { agentId: string; added: string[] },
): Promise<void> {
  const owner = sql`select a.owner_id from agents a where a.id = ${agentId}`;
  await lockPeople(
    tx,
    sql`p.id = any(${sql.param(added)}::text[]) or p.id in (${owner}) or ${activeAdmin("p")}`,
  );
}

/** Locks every pending request first: a deciding transaction locks its request, not the backups. */
async function voidAsBackups(
  tx: Transaction,
  { agentId, removed, actor, now }: { agentId: string; removed: string[]; actor: Actor; now: Date },
): Promise<void> {
  if (removed.length === 0) return;
  await tx.execute(sql`
    select id from requests where agent_id = ${agentId} and state = 'pending' order by id for update`);
  const ended = approvalsAsBackupsOf(agentId, removed);
  await voidApprovals(tx, { ended, reason: "backup_removed", actor, now });
}

async function backupsOf(tx: Transaction, agentId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: agentBackups.personId })
    .from(agentBackups)
    .where(eq(agentBackups.agentId, agentId));
  return rows.map(({ id }) => id);
}
