import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { VoidReason } from "#db/schema/requests";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { endStandingOn } from "./end-standing-approvals.ts";
import { endStandingDenials } from "./end-standing-denials.ts";
import { isOneOf } from "./ended-approvals.ts";

export interface Voiding {
  /** Conditions on the aliases `d` (approvals) and `r` (requests), see ended-approvals.ts. */
  ended: SQL[];
  reason: VoidReason;
  actor: Actor;
  now: Date;
}

/**
 * Voids approvals on pending requests when their authority ends. They stay void when it is restored
 * (invariant 17): the approver decides again. Each is recorded and the request's viewers are
 * notified. A standing denial ends with the authority of its person too.
 *
 * The caller has locked the rows a deciding transaction share-locks
 * (lib/approvals/lock-deciding.ts) or the requests: a concurrent approval is found here or refused.
 */
export async function voidPendingApprovals(
  tx: Transaction,
  { ended, reason, actor, now }: Voiding,
): Promise<void> {
  const candidates = sql`approvals d join requests r on r.id = d.request_id
    where r.state = 'pending' and ${isOneOf(ended)}`;
  // A concurrent decision locks its request: the next statement sees the committed decision.
  await tx.execute(sql`
    select id from requests where state = 'pending' and id in (select r.id from ${candidates}) order by id for update`);
  await endStandingDenials(tx, { ended, reason, actor, now });
  await endStandingOn(tx, { ended, reason, actor, now });
  const voided = await tx.execute<VoidedRow>(sql`
    with pending as (
      select d.id, d.person_id, d.for_person_id, r.id as request, r.agent_id as agent from ${candidates}),
    inserted as (
      insert into void_approvals (approval_id, reason, voided_at)
      select id, ${reason}, ${now.toISOString()}::timestamptz from pending on conflict do nothing returning approval_id)
    select pending.id as approval, person_id as person, for_person_id as on_behalf_of, request, agent
    from pending join inserted on inserted.approval_id = pending.id order by pending.id`);
  const facts = voided.map(({ on_behalf_of, ...subject }) => ({
    type: "request.approval_voided" as const,
    actor,
    subject,
    data: { reason, ...(on_behalf_of !== null && { on_behalf_of }) },
  }));
  await recordAudits(tx, facts, now);
  await notifyOfRequests(
    tx,
    voided.map(({ request }) => request),
  );
}

type VoidedRow = Record<"approval" | "person" | "request" | "agent", string> & {
  on_behalf_of: string | null;
};
