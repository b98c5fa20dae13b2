import type { Database } from "#db/client";

interface CallKey {
  agentId: string;
  /** Preceded by the asking edge, where known (pick-up.ts). */
  actionDigest: string;
}

/** The last request for an action that an agent asked for with `pick_up`. */
export interface LastCall extends CallKey {
  requestId: string;
  sequence: number;
  /** The `webhook-id` of the creating call. */
  askedBy: string | null;
  /** The `webhook-id` of the repeated call that got the answer of the closed request. */
  deliveredTo: string | null;
  /** When the request closed, or its deadline. */
  endedAt: Date;
}

/** The agent's last request for this action. */
export async function findLastCall(db: Database, call: CallKey): Promise<LastCall | undefined> {
  const [row] = await db.$client<(Omit<LastCall, "endedAt"> & { endedAt: string })[]>`
    select c.agent_id as "agentId", c.action_digest as "actionDigest", c.request_id as "requestId", c.sequence,
      c.asked_by as "askedBy", c.delivered_to as "deliveredTo", coalesce(r.closed_at, r.expires_at) as "endedAt"
    from picked_up_calls c join requests r on r.id = c.request_id
    where c.agent_id = ${call.agentId} and c.action_digest = ${call.actionDigest}`;
  return row && { ...row, endedAt: new Date(row.endedAt) };
}

/** Records the request as the last for its action, unless a later request is recorded. */
export async function recordCall(
  db: Database,
  call: Pick<LastCall, "agentId" | "actionDigest" | "requestId" | "sequence" | "askedBy">,
): Promise<void> {
  await db.$client`
    insert into picked_up_calls (agent_id, action_digest, request_id, sequence, asked_by)
    values (${call.agentId}, ${call.actionDigest}, ${call.requestId}, ${call.sequence}, ${call.askedBy})
    on conflict (agent_id, action_digest) do update set request_id = excluded.request_id,
      sequence = excluded.sequence, asked_by = excluded.asked_by, delivered_at = null, delivered_to = null
    where picked_up_calls.sequence < excluded.sequence`;
}

/** Claims a closed request's answer for one of simultaneous calls: the answer is delivered once. */
export async function claimDelivery(
  db: Database,
  { agentId, actionDigest, requestId }: LastCall,
  { webhookId, now }: { webhookId: string; now: Date },
): Promise<boolean> {
  const claimed = await db.$client`
    update picked_up_calls set delivered_at = ${now.toISOString()}, delivered_to = ${webhookId}
    where agent_id = ${agentId} and action_digest = ${actionDigest} and request_id = ${requestId}
      and delivered_at is null
    returning request_id`;
  return claimed.length > 0;
}
