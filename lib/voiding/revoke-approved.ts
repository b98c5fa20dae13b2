import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { StandingEnd, VoidReason } from "#db/schema/requests";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { isOneOf, isOnOneOf } from "./ended-approvals.ts";
import { isOpenAmongAll, revocableSince } from "./open-grant.ts";

interface Revocation {
  ended: SQL[];
  reason: VoidReason | StandingEnd | "admin_ended";
  /** The person for the record of a revoked grant; default: the approver. */
  personId?: string;
  actor: Actor;
  now: Date;
}

/**
 * Revokes unredeemed grants based on ended approvals: an action approved with a stolen passkey a
 * minute ago must not run (invariant 8). Also if other people approved, or the approver may still
 * decide in another capacity: the agent asks again.
 * @param revocation `reason`: for the record.
 */
export async function revokeApproved(
  tx: Transaction,
  { ended, reason, personId, actor, now }: Revocation,
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
