import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { allApprovalsOf, isOnOneOf } from "./ended-approvals.ts";
import { revocableSince } from "./open-grant.ts";
import { isOpenGrantOn, revokeApproved } from "./revoke-approved.ts";
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
