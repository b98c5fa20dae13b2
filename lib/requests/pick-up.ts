import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import { actionDigest } from "#lib/policy/language/action";
import { type Asked, ask, readCallerAgain } from "#lib/requests/ask/ask";
import type { Submission } from "#lib/requests/ask/submission";
import { findResponse, type RequestResponse } from "#lib/requests/request-response";

/** A closed request answers a repeated call for this long. */
const deliverySeconds = 24 * 3600;
/** Each attempt after the first follows a simultaneous call that created the next request. */
const mostAttempts = 5;

/**
 * An ask identified by its action: the same agent's repeated call gets the last request while it is
 * pending or its grant can be redeemed. A denied, expired or cancelled request answers one more
 * call; the next call asks anew.
 *
 * Simultaneous calls that ask anew compute the same webhook-id and make one request (invariant 12).
 * A webhook-id from the wire contains no full stop, so an agent can't take a later call's.
 * @throws what `ask` throws; `conflict` when simultaneous calls kept creating requests.
 */
export async function pickUp(
  db: Database,
  call: Submission,
  secret: MasterSecret,
  { isHeldHere = false }: { isHeldHere?: boolean } = {},
): Promise<Asked> {
  // An earlier request's grant, which no statement confirms.
  const submission = await readCallerAgain(db, call, secret);
  const { caller, webhookId } = submission;
  const digest = actionDigest(caller.id, submission.ask.action);
  const sameCall = { agentId: caller.id, actionDigest: `${askerOf(submission, isHeldHere)}${digest}` };
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const last = await findLastCall(db, sameCall);
    const answer = last && (await answerAgain(db, { submission, secret, last }));
    if (answer) return { answer, isNew: false, isAnnounced: false };
    const sequence = (last?.sequence ?? 0) + 1;
    const asked = await ask(db, numbered(submission, sameCall.actionDigest, sequence), secret);
    const askedBy = asked.isNew ? webhookId : null;
    await recordCall(db, { ...sameCall, requestId: asked.answer.request.id, sequence, askedBy });
    // A recorded answer is judged again: its request may have closed since.
    if (asked.isNew) return asked;
  }
  throw new CountersignError("conflict", `simultaneous calls of ${caller.id} kept creating requests`, {
    userMessage: "Other calls for the same action were decided at the same moment. Ask again.",
    retryAfterSeconds: 1,
  });
}

/** A stolen hook token must not use up an approval of another edge, or another key's grant. */
function askerOf({ ask: { boundary }, edge, keyId }: Submission, isHeldHere: boolean): string {
  if (isHeldHere) return `held.${edge}.${keyId}.`;
  return boundary === undefined ? "" : `${boundary}.`;
}

// Whatever differs between two calls for the same action is left out of the hash: the call that
// lost the race gets the recorded answer and no conflict.
function numbered(submission: Submission, digest: string, sequence: number): Submission {
  return { ...submission, webhookId: `pick_up.${digest}.${sequence}`, bodyHash: sha256(digest) };
}

/** The last request's answer to this call, counted as an ask. */
async function answerAgain(
  db: Database,
  { submission, secret, last }: { submission: Submission; secret: MasterSecret; last: LastCall },
): Promise<RequestResponse | undefined> {
  const { origin, limit, now, webhookId } = submission;
  const answer = (await findResponse(db, last.requestId, { secret, origin, now }))?.answer;
  if (!answer) return undefined;
  const isRetry = webhookId === last.askedBy || webhookId === last.deliveredTo;
  const isOpen = answer.request.state === "pending" || answer.grant !== undefined;
  if (!isRetry && !isOpen && !isDeliverable(answer, last, now)) return undefined;
  await takeFromLimit(db, limit, now);
  if (isRetry || isOpen) return answer;
  return (await claimDelivery(db, last, { webhookId, now })) ? answer : undefined;
}

function isDeliverable({ request }: RequestResponse, last: LastCall, now: Date): boolean {
  const isClosed = ["denied", "expired", "cancelled"].includes(request.state);
  return isClosed && last.deliveredTo === null && last.endedAt > addSeconds(now, -deliverySeconds);
}

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
