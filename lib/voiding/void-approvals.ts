import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { allApprovalsOf, isOneOf, isOnOneOf } from "./ended-approvals.ts";
import { isOpenAmongAll, revocableSince } from "./open-grant.ts";
import { type Voiding, voidPendingApprovals } from "./void-pending-approvals.ts";

interface AnyVoiding extends Voiding {
  /** The person for the record of a revoked grant; default: the approver. */
  personId?: string;
}

/**
 * Voids approvals whose authority ends: unredeemed grants that rest on them are revoked, and
 * pending requests lose them (invariants 8 and 17). After the rows that a deciding transaction
 * share-locks (lib/approvals/lock-deciding.ts): a simultaneous approval is found here or refused.
 */
export async function voidApprovals(tx: Transaction, voiding: AnyVoiding): Promise<void> {
  await lockDecided(tx, voiding);
  await voidPendingApprovals(tx, voiding);
  await revokeApproved(tx, voiding);
}

/**
 * Locks everything that ends with a person's right to approve: the person's agents and those with
 * open requests or unredeemed grants the person approved, then these requests. In one order, so
 * that two people who approved for each other's agents can be removed concurrently. A concurrent
 * last approval commits first, and {@link revokeApproved} finds its grant, or waits and no longer
 * counts.
 * @param ended the ended approvals of the person; default: all.
 */
export async function lockDecidedBy(
  tx: Transaction,
  { personId, ended = allApprovalsOf(personId), now }: { personId: string; ended?: SQL[]; now: Date },
): Promise<void> {
  await lockDecided(tx, { ended, ownerId: personId, now });
}

async function lockDecided(
  tx: Transaction,
  { ended, ownerId = null, now }: { ended: SQL[]; ownerId?: string | null; now: Date },
): Promise<void> {
  const waiting = sql`(r.state = 'pending' and ${isOnOneOf(ended)})`;
  await tx.execute(sql`
    select a.id from agents a where a.id in (
      select o.id from agents o where o.owner_id = ${ownerId} and o.status <> 'revoked'
      union select r.agent_id from requests r where ${waiting}
      union select g.agent_id from grants g where ${isOpenGrantOn(ended, revocableSince(now))})
    order by a.id for update`);
  await tx.execute(sql`select r.id from requests r where ${waiting} order by r.id for update`);
}

/**
 * Revokes unredeemed grants based on ended approvals: an action approved with a stolen passkey a
 * minute ago must not run (invariant 8). Also if other people approved, or the approver may still
 * decide in another capacity: the agent asks again.
 * @param revocation `reason`: for the record.
 */
export async function revokeApproved(
  tx: Transaction,
  {
    ended,
    reason,
    personId,
    actor,
    now,
  }: Omit<AnyVoiding, "reason"> & { reason: AnyVoiding["reason"] | "admin_ended" },
): Promise<void> {
  const person = personId === undefined ? approverOfGrant(ended) : sql`${personId}::text`;
  // One-way: a revocation or a redemption finds the grant issued.
  const revoked = await tx.execute<{ grant: string; request: string; agent: string; person: string }>(sql`
    update grants g set state = 'revoked', closed_at = ${now.toISOString()} where ${isOpenGrantOn(ended, revocableSince(now))}
    returning g.id as grant, g.request_id as request, g.agent_id as agent, ${person} as person`);
  const facts = revoked.map((subject) => ({
    type: "grant.revoked" as const,
    actor,
    subject,
    data: { reason },
  }));
  await recordAudits(tx, facts, now);
  await notifyOfRequests(
    tx,
    revoked.map(({ request }) => request),
  );
}

function approverOfGrant(ended: SQL[]): SQL {
  return sql`(select d.person_id from approvals d join requests r on r.id = d.request_id
    where d.request_id = g.request_id and ${isOneOf(ended)} order by d.id limit 1)`;
}

/** Whether the unredeemed grant `g` is based on such an approval. */
export function isOpenGrantOn(ended: SQL[], now: Date): SQL {
  return sql`(${isOpenAmongAll("g", now)} and exists (
    select from requests r where r.id = g.request_id and ${isOnOneOf(ended)}))`;
}
