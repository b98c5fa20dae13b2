import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { approvalsByPasskeysOf } from "./ended-approvals.ts";
import { holdDecidedBy, revokeApprovedBy } from "./void-approvals.ts";

/**
 * Takes the force from what a person's passkeys approved, in the transaction that removes them as lost or stolen, before it does: unredeemed
 * grants are revoked, and on requests that wait these approvals count no more. The caller holds the person, so that an approval at the same
 * moment is either found here or refused for want of its passkey.
 */
export async function voidApprovalsByPasskeys(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const ended = approvalsByPasskeysOf(personId);
  await holdDecidedBy(tx, personId, ended);
  const [which] = ended;
  const voided = await tx.execute<{ approval: string; request: string; agent: string }>(sql`
    with pending as (
      select d.id, r.id as request, r.agent_id as agent from approvals d join requests r on r.id = d.request_id
      where ${which} and d.decision = 'approve' and r.state = 'pending'),
    made as (
      insert into void_approvals (approval_id, voided_at) select id, ${now.toISOString()}::timestamptz from pending
      on conflict do nothing returning approval_id)
    select pending.id as approval, request, agent from pending join made on made.approval_id = pending.id`);
  const facts = voided.map((subject) => ({
    type: "request.approval_voided" as const,
    actor,
    subject: { ...subject, person: personId },
    data: { reason: "passkey_removed" },
  }));
  await recordAudits(tx, facts, now);
  await notify(tx, ...voided.map(({ request }) => `request/${request}` as const), "queue");
  await revokeApprovedBy(tx, { personId, ended, reason: "passkey_removed", actor, now });
}
