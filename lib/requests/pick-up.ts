import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import { actionDigest } from "#lib/policy/language/action";
import { type Asked, findRecorded, readCallerAgain, tryAsk } from "#lib/requests/ask/ask";
import type { Submission } from "#lib/requests/ask/submission";
import { findResponse, idByWebhookId, type RequestResponse } from "#lib/requests/request-response";

/** A closed request answers a repeated call for this long. */
const deliverySeconds = 24 * 3600;
/** Each attempt after the first follows a simultaneous call that created the next request. */
const mostAttempts = 5;

/**
 * An ask that finds the same agent's last request for the action while that request is pending or its
 * grant can be redeemed. A denied, expired or cancelled request answers one more
 * call; the next call asks anew.
 *
 * Simultaneous calls that ask anew compute the same number and make one request. A request that the
 * call itself redeems has no number, since no other call could use it. The call's own webhook-id is
 * kept in any case: a retry gets the request of the call (invariant 12).
 * @throws what `ask` throws; `conflict` when simultaneous calls kept creating requests.
 */
export async function pickUp(
  db: Database,
  call: Submission,
  secret: MasterSecret,
  { isHeldHere = false }: { isHeldHere?: boolean } = {},
): Promise<Asked> {
  const { caller, ask, webhookId } = call;
  const key = `${askerOf(call, isHeldHere)}${actionDigest(caller.id, ask.action)}`;
  let submission = call;
  let tried = 0;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const earlier = await findEarlier(db, { agentId: caller.id, webhookId, key });
    // No statement confirms the caller of an earlier request.
    if (earlier.length > 0) submission = await readCallerAgain(db, submission, secret);
    if (earlier.some((request) => request.webhookId === webhookId))
      return answerRetry(db, submission, secret);
    const [last] = earlier;
    const answer = last && (await answerAgain(db, { submission, secret, last }));
    if (answer) return { answer, isNew: false, isAnnounced: false };
    const number = (last?.pickUpNumber ?? 0) + 1;
    // No other call took the number: the agent, its key or the policy changed.
    if (number === tried) break;
    tried = number;
    const asked = await tryAsk(db, { ...submission, pickUp: { key, number } }, secret);
    if (asked) return asked;
  }
  throw new CountersignError("conflict", `simultaneous calls of ${caller.id} kept creating requests`, {
    userMessage:
      "Other calls for the same action were decided at the same moment, or the agent, its owner, its key or the policy changed. Nothing was saved. Ask again.",
    retryAfterSeconds: 1,
  });
}

/** A stolen hook token must not use up an approval of another edge, or another key's grant. */
function askerOf({ ask: { boundary }, edge, keyId }: Submission, isHeldHere: boolean): string {
  if (isHeldHere) return `held.${edge}.${keyId}.`;
  return boundary === undefined ? "" : `${boundary}.`;
}

/** The answer to a retry: the request of its webhook-id, counted as an ask. */
async function answerRetry(db: Database, submission: Submission, secret: MasterSecret): Promise<Asked> {
  const { origin, limit, now, webhookId } = submission;
  await takeFromLimit(db, limit, now);
  const recorded = await findRecorded(db, submission, { secret, origin, now });
  if (!recorded) throw new Error(`the request of ${webhookId} is gone`);
  return recorded;
}

/** The last request's answer to this call, counted as an ask. */
async function answerAgain(
  db: Database,
  { submission, secret, last }: { submission: Submission; secret: MasterSecret; last: EarlierRequest },
): Promise<RequestResponse | undefined> {
  const { origin, limit, now, webhookId } = submission;
  const answer = (await findResponse(db, last.id, { secret, origin, now }))?.answer;
  if (!answer) return undefined;
  const isRetry = webhookId === last.deliveredTo;
  const isOpen = answer.request.state === "pending" || answer.grant !== undefined;
  if (!isRetry && !isOpen && !isDeliverable(answer, last, now)) return undefined;
  await takeFromLimit(db, limit, now);
  if (isRetry || isOpen) return answer;
  return (await claimDelivery(db, last.id, webhookId)) ? answer : undefined;
}

function isDeliverable({ request }: RequestResponse, last: EarlierRequest, now: Date): boolean {
  const isClosed = ["denied", "expired", "cancelled"].includes(request.state);
  return isClosed && last.deliveredTo === null && last.endedAt > addSeconds(now, -deliverySeconds);
}

interface EarlierRequest {
  id: string;
  webhookId: string;
  pickUpNumber: number | null;
  /** The `webhook-id` of the repeated call that got the answer of the closed request. */
  deliveredTo: string | null;
  /** When the request closed, or its deadline. */
  endedAt: Date;
}

/** The agent's last request for this action, and the request of this webhook-id. */
async function findEarlier(
  db: Database,
  { agentId, webhookId, key }: { agentId: string; webhookId: string; key: string },
): Promise<EarlierRequest[]> {
  const rows = await db.$client<(Omit<EarlierRequest, "endedAt"> & { endedAt: string })[]>`
    select id, webhook_id as "webhookId", pick_up_number as "pickUpNumber", delivered_to as "deliveredTo",
      coalesce(closed_at, expires_at) as "endedAt"
    from (
      (select * from requests where agent_id = ${agentId} and pick_up_key = ${key} order by pick_up_number desc limit 1)
      union all
      (select * from requests where id = ${idByWebhookId(db.$client, agentId, webhookId)})
    ) as earlier`;
  return rows.map((row) => ({ ...row, endedAt: new Date(row.endedAt) }));
}

/** Claims a closed request's answer for one of simultaneous calls: the answer is delivered once. */
async function claimDelivery(db: Database, requestId: string, webhookId: string): Promise<boolean> {
  const claimed = await db.$client`
    update requests set delivered_to = ${webhookId} where id = ${requestId} and delivered_to is null returning id`;
  return claimed.length > 0;
}
