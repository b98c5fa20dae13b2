import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { allApprovalsOf, isOnOneOf } from "./ended-approvals.ts";
import { isOpenAmongAll, revocableSince } from "./open-grant.ts";

/**
 * Locks everything that ends with a person's right to approve, before any change: the person's
 * agents and those with open requests or unredeemed grants the person approved, then these
 * requests. In one order, so that two people who approved for each other's agents can be removed
 * concurrently. A concurrent last approval either commits first, and {@link revokeApprovedBy} finds
 * its grant, or waits and no longer counts the person's approvals.
 * @param ended the ended approvals of the person; default: all.
 */
export async function lockDecidedBy(
  tx: Transaction,
  { personId, ended = allApprovalsOf(personId), now }: Pick<Revocation, "personId" | "ended" | "now">,
): Promise<void> {
  const waiting = sql`(r.state = 'pending' and ${isOnOneOf(ended, sql`r.id`)})`;
  await tx.execute(sql`
    select a.id from agents a where a.id in (
      select o.id from agents o where o.owner_id = ${personId} and o.status <> 'revoked'
      union select r.agent_id from requests r where ${waiting}
      union select g.agent_id from grants g where ${isOpenGrantOn(ended, revocableSince(now))})
    order by a.id for update`);
  await tx.execute(sql`select r.id from requests r where ${waiting} order by r.id for update`);
}

interface Revocation {
  personId: string;
  /** The ended approvals of the person; default: all. */
  ended?: SQL[];
  /** The reason for the record; default: no longer an active approver. */
  reason?: "approver_inactive" | "admin_ended" | "passkey_removed";
  actor: Actor;
  now: Date;
}

/**
 * Revokes unredeemed grants based on an approval by or for a person who may no longer approve, in
 * the transaction that ends the right: an action approved with a stolen passkey a minute ago must
 * not run (invariant 8). Every such approval is void, even if other people approved as well: the
 * agent asks again.
 * @returns the number of grants.
 */
export async function revokeApprovedBy(
  tx: Transaction,
  { personId, ended = allApprovalsOf(personId), reason = "approver_inactive", actor, now }: Revocation,
): Promise<number> {
  // One-way: of this and a simultaneous redemption, the first to find the grant issued succeeds.
  const revoked = await tx.execute<{ grant: string; request: string; agent: string }>(sql`
    update grants g set state = 'revoked', closed_at = ${now.toISOString()} where ${isOpenGrantOn(ended, revocableSince(now))}
    returning g.id as grant, g.request_id as request, g.agent_id as agent`);
  const facts = revoked.map((subject) => ({
    type: "grant.revoked" as const,
    actor,
    subject: { ...subject, person: personId },
    data: { reason },
  }));
  await recordAudits(tx, facts, now);
  await notify(tx, ...revoked.map(({ request }) => `request/${request}` as const));
  return revoked.length;
}

/** Whether the unredeemed grant `g` is based on one of these approvals. */
export function isOpenGrantOn(ended: SQL[], now: Date): SQL {
  return sql`(${isOpenAmongAll("g", now)} and ${isOnOneOf(ended, sql`g.request_id`)})`;
}
