import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { insertDenial } from "#lib/approvals/deny";
import { findForDecider } from "#lib/approvals/find-decidable";
import { lockRightToDecide } from "#lib/approvals/lock-deciding";
import { visibleTo } from "#lib/approvals/visibility";
import { CountersignError } from "#lib/kernel/errors";
import { putOnHold } from "#lib/lifecycle/put-on-hold";
import { activeAdmin } from "#lib/people/active";

/** The reason that the agent receives, never the person's note. */
const reasonForAgent = "The approver didn't expect this request and put the agent on hold.";
const holdReason = "Unexpected request";

export interface UnexpectedInput {
  requestId: string;
  personId: string;
  /** For the owner and admins. */
  note: string | null;
  now: Date;
}

interface Recorded {
  denialId: string;
  agentId: string;
  askedAt: Date;
  /** Whether an earlier call of the same person recorded it. */
  isRepeated: boolean;
}

/**
 * Denies an unexpected request and holds its agent, without a passkey: stopping is always easy, and
 * only the release takes a passkey. One transaction denies the request, quarantines the agent,
 * cancels its other requests, revokes its grants and notifies the owner and all admins. A repeated
 * call of the same person gets the first answer and changes nothing. A test request can only be
 * denied: a hold would alarm all admins because of a test.
 * @throws {CountersignError} the errors of {@link findForDecider}; `not_entitled` for a test
 * request.
 */
export async function denyAndHold(db: Database, input: UnexpectedInput): Promise<Recorded> {
  // Asks, redemptions and decisions may have a busy agent's lock.
  return tryAgainWhenBusy(() => db.transaction((tx) => recordOnce(tx, input)));
}

async function recordOnce(tx: Transaction, input: UnexpectedInput): Promise<Recorded> {
  const { requestId, personId, note, now } = input;
  const { isHeld, isTest } = await lockPeopleThenAgent(tx, input);
  const earlier = await findEarlier(tx, input);
  if (earlier) return earlier;
  if (isTest) throw onlyTest(requestId);
  const decider = { requestId, personId, now, lock: true };
  const request = await findForDecider(tx, decider).catch((thrown) => {
    throw withHold(thrown, isHeld);
  });
  const { agentId } = request;
  const why = { code: "unexpected", words: reasonForAgent, closeReason: "unexpected" } as const;
  const { denialId, onBehalfOf } = await insertDenial(tx, request, { personId, ...why, now });
  const reason = note ?? holdReason;
  await putOnHold(tx, { agentIds: [agentId], requestId, by: personId, onBehalfOf, reason, now });
  return { denialId, agentId, askedAt: request.createdAt, isRepeated: false };
}

function onlyTest(requestId: string): CountersignError {
  return new CountersignError("not_entitled", `${requestId} is a test request`, {
    userMessage: "This is a test request, so its agent can't be held. Deny it instead.",
  });
}

/** A decision came first, and an approved action may still run: the person has to know how to stop it. */
function withHold(thrown: unknown, isHeld: boolean): unknown {
  if (!(thrown instanceof CountersignError) || thrown.code !== "already_decided" || isHeld) return thrown;
  const { message, userMessage, details } = thrown;
  return new CountersignError("already_decided", message, {
    userMessage: `${userMessage} The agent isn't on hold, but its owner or an admin can hold it on its page.`,
    details,
    cause: thrown,
  });
}

/**
 * Locks the people concerned, then the agent, before the request, as every verb that ends authority
 * (docs/architecture.md). A person without access to the request locks no agent.
 * @returns whether the agent is held already, and whether it is a test agent.
 */
async function lockPeopleThenAgent(
  tx: Transaction,
  input: UnexpectedInput,
): Promise<{ isHeld: boolean; isTest: boolean }> {
  const { requestId, personId, now } = input;
  const owner = sql`p.id = (select a.owner_id from requests r join agents a on a.id = r.agent_id where r.id = ${requestId})`;
  await lockRightToDecide(tx, personId, now, sql`${activeAdmin("p")} or ${owner}`);
  const [agent] = await tx.execute<{ is_held: boolean; is_test: boolean }>(sql`
    select a.held_at is not null as is_held, a.is_test from requests r join agents a on a.id = r.agent_id
    where r.id = ${requestId} and ${visibleTo(personId, now)} for update of a`);
  return { isHeld: agent?.is_held === true, isTest: agent?.is_test === true };
}

/** An earlier record of the person, under the agent's lock: concurrent calls see it. */
async function findEarlier(tx: Transaction, input: UnexpectedInput): Promise<Recorded | undefined> {
  const { requestId, personId, now } = input;
  const [row] = await tx.execute<{ denial_id: string; agent_id: string; created_at: string }>(sql`
    select d.id as denial_id, r.agent_id, r.created_at
    from requests r join agents a on a.id = r.agent_id
      join approvals d on d.request_id = r.id and d.decision = 'deny' and d.person_id = ${personId}
    where r.id = ${requestId} and r.close_reason = 'unexpected' and ${visibleTo(personId, now)}`);
  if (!row) return undefined;
  const { denial_id: denialId, agent_id: agentId } = row;
  return { denialId, agentId, askedAt: new Date(row.created_at), isRepeated: true };
}
