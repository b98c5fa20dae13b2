import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { policyHead } from "#db/schema/policy";
import { tryAgainWhenBusy } from "#db/try-again";
import { type Actor, actorId, recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { activeApprover } from "#lib/people/active";
import { clearFreezeOfOthers, setFrozen } from "#lib/policy/versions/freeze";
import { lockHead } from "#lib/policy/versions/insert-version";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { voidFrozen } from "#lib/voiding/void-frozen";
import { countAtStake } from "./count-at-stake.ts";

export const longestFreezeReason = 500;

/**
 * Freezes all agents at the word of an approver or admin, without a passkey: stopping must be easy. From
 * the commit on no ask is decided, nothing is approved, and no grant of an earlier epoch is redeemed,
 * not even after the release (invariant 24). Pending requests stay pending, and expire in time.
 * @throws {CountersignError} `not_found` when the actor is neither; `conflict` while agents are frozen
 */
export async function freezeAgents(
  db: Database,
  freezing: { actor: Viewer; reason: string | null; facts?: { via: "terminal" } | undefined; now: Date },
): Promise<void> {
  const { actor } = freezing;
  // Before the lock, for which every ask waits.
  requireRole(actor, "admin", "approver");
  const { id, roles, status } = people;
  const freezeNow = async (tx: Transaction) => {
    await lockHead(tx);
    const isActor = and(eq(id, actor.personId), eq(status, "active"));
    const [person] = await tx.select({ roles }).from(people).where(isActor);
    requireRole({ ...actor, roles: person?.roles ?? [] }, "admin", "approver");
    if (!(await freeze(tx, freezing))) throw alreadyFrozen();
  };
  await tryAgainWhenBusy(() => db.transaction(freezeNow));
}

/**
 * Freezes all agents for a verified event of a source that may freeze. A freeze by another actor gives
 * way, so that an admin who is about to end that one, such as a drill, learns of the alarm first. The
 * source's own freeze stays as it is. An event that was issued before the last release, and came late,
 * freezes nothing: what an admin gave back stays given back.
 * @returns false for such an event
 */
export async function freezeForEvent(
  tx: Transaction,
  event: { actor: Actor; eventSourceId: string; jti: string; issuedAt: Date; now: Date },
): Promise<boolean> {
  const { eventSourceId, jti, issuedAt, ...by } = event;
  await lockHead(tx);
  const [head] = await tx.select({ releasedAt: policyHead.releasedAt }).from(policyHead);
  if (head?.releasedAt && issuedAt <= head.releasedAt) return false;
  await clearFreezeOfOthers(tx, actorId(by.actor));
  await freeze(tx, { ...by, reason: null, subject: { event_source: eventSourceId }, facts: { jti } });
  return true;
}

interface Freezing {
  actor: Actor;
  reason: string | null;
  subject?: { event_source: string };
  facts?: { jti: string } | { via: "terminal" } | undefined;
  now: Date;
}

/**
 * The caller has locked the head, the only lock: it waits for the statements that hold the head, and
 * every later one sees the freeze. @returns false while agents are frozen
 */
async function freeze(tx: Transaction, freezing: Freezing): Promise<boolean> {
  const { actor, reason, subject = {}, facts, now } = freezing;
  const { pendingRequests, openGrants } = await countAtStake(tx, now);
  const epoch = await setFrozen(tx, { by: actorId(actor), reason, now });
  if (epoch === undefined) return false;
  const counts = { pending_requests: pendingRequests, open_grants: openGrants };
  const data = { reason, freeze_epoch: epoch, ...counts, ...facts };
  await recordAudit(tx, { type: "agents.frozen", actor, subject, data }, now);
  // The freeze holds without the job, whose rows can be many.
  await tx.execute(sql`select graphile_worker.add_job('void-frozen')`);
  await notify(tx, "freeze", "queue");
  return true;
}

/** After a freeze: ends what had been approved, and notifies admins and approvers. */
export async function settleFreeze(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const { frozenBy } = policyHead;
    const [head] = await tx.select({ frozenBy }).from(policyHead).for("share");
    if (!head?.frozenBy) return;
    const isPerson = head.frozenBy.startsWith("per_");
    const actor: Actor = isPerson ? { personId: head.frozenBy } : { type: "system", id: head.frozenBy };
    await voidFrozen(tx, { actor, now });
    // The process of the freeze may have died before its own.
    await notify(tx, "freeze");
    await announceToApprovers(tx, { kind: "agents_frozen", except: [head.frozenBy], now });
  });
}

export async function announceToApprovers(
  tx: Transaction,
  { kind, except, now }: { kind: "agents_frozen" | "agents_released"; except?: string[]; now: Date },
): Promise<void> {
  const approvers = await tx.select({ id: people.id }).from(people).where(activeApprover(people));
  await announce(tx, { kind, to: approvers.map(({ id }) => id), except, skipsLocked: true, now });
}

function alreadyFrozen(): CountersignError {
  return new CountersignError("conflict", "all agents are frozen", {
    userMessage: "All agents are already frozen. Reload the page to see who froze them.",
  });
}
