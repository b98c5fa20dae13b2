import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";

/**
 * Holds everything that ends with a person's say, before any of it is changed: the agents they own or whose open requests and unredeemed grants they
 * approved, then those requests. In one order, so that two people who approved for each other's agents can go at the same moment; and a last
 * approval that is being given right now either commits first, and {@link revokeApprovedBy} finds its grant, or waits and counts them no more.
 */
export async function holdDecidedBy(tx: Transaction, personId: string): Promise<void> {
  const waiting = sql`(r.state = 'pending' and ${approvedBy(personId, sql`r.id`)})`;
  await tx.execute(sql`
    select a.id from agents a where a.id in (
      select o.id from agents o where o.owner_id = ${personId} and o.status <> 'revoked'
      union select r.agent_id from requests r where ${waiting}
      union select g.agent_id from grants g where ${openGrantApprovedBy(personId)})
    order by a.id for update`);
  await tx.execute(sql`select r.id from requests r where ${waiting} order by r.id for update`);
}

/**
 * Revokes the unredeemed grants that rest on the approval of a person who may approve no longer, or on one given in their place, in the transaction that
 * ends their say: what a stolen passkey approved a minute ago must not run (invariant 8). Whatever they approved is void, also where others
 * approved as well: their agent asks again.
 * @returns how many.
 */
export async function revokeApprovedBy(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<number> {
  // One-way: of this and a redemption at the same moment, the first to find the grant issued has it.
  const revoked = await tx.execute<{ grant: string; request: string; agent: string }>(sql`
    update grants g set state = 'revoked', closed_at = ${now.toISOString()} where ${openGrantApprovedBy(personId)}
    returning g.id as grant, g.request_id as request, g.agent_id as agent`);
  const facts = revoked.map((subject) => ({
    type: "grant.revoked" as const,
    actor,
    subject: { ...subject, person: personId },
    data: { reason: "approver_inactive" },
  }));
  await recordAudits(tx, facts, now);
  await notify(tx, ...revoked.map(({ request }) => `request/${request}` as const));
  return revoked.length;
}

/** Whether the unredeemed grant `g` rests on this person's approval. */
export function openGrantApprovedBy(personId: string): SQL {
  return sql`(g.state = 'issued' and ${approvedBy(personId, sql`g.request_id`)})`;
}

function approvedBy(personId: string, requestId: SQL): SQL {
  const approval = sql`select from approvals d where d.request_id = ${requestId} and d.decision = 'approve'`;
  return sql`(exists (${approval} and d.person_id = ${personId}) or exists (${approval} and d.for_person_id = ${personId}))`;
}
