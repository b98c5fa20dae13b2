import type { Database } from "#db/client";
import { applyStandingDenial } from "#lib/approvals/standing/apply";
import { endAtSurprise } from "#lib/approvals/standing/approvals/end-at-surprise";
import { recordAudit } from "#lib/audit/record";
import { eligibilityError } from "#lib/callers/agent-eligibility";
import { findCallerAgain } from "#lib/callers/find-signed-caller";
import type { MasterSecret } from "#lib/crypto/seal";
import { redemptionResponse } from "#lib/grants/redemption";
import { signGrant } from "#lib/grants/sign-grant";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import {
  answerOf,
  findResponse,
  findResponseByWebhookId,
  type RequestResponse,
  type ResponseContext,
} from "#lib/requests/request-response";
import type { Inserted } from "./insert-counted-batch.ts";
import type { Submission } from "./submission.ts";
import { type SignGrant, submitRemembered, submitRequest } from "./submit.ts";

export interface Asked {
  answer: RequestResponse;
  isNew: boolean;
  /** Whether the ask wrote a row of the outbox, so that the dispatcher has to be woken. */
  isAnnounced: boolean;
}

/**
 * The first call is decided and stored, later calls under the same webhook-id get the recorded
 * answer. A blocked request is an answer too (`refuseBlocked`).
 * @throws {CountersignError} `idempotency_conflict`, and the reason when the agent may not ask.
 */
export async function ask(db: Database, submission: Submission, secret: MasterSecret): Promise<Asked> {
  const asked = await tryAsk(db, submission, secret);
  if (asked) return asked;
  throw new CountersignError("conflict", "the agent, its key or the policy changed while it asked", {
    userMessage:
      "The agent, its owner, its key or the policy changed while this request was being decided. Nothing was saved. Ask again.",
    retryAfterSeconds: 1,
  });
}

/**
 * As {@link ask}. @returns undefined when nothing was stored: the agent, its key or the policy changed,
 * or another call took the number of this call.
 */
export async function tryAsk(
  db: Database,
  submission: Submission,
  secret: MasterSecret,
): Promise<Asked | undefined> {
  if (!submission.caller.isRemembered) return askAsRead(db, submission, secret);
  const inserted = await submitRemembered(db, submission, signerOf(db, secret));
  if (inserted?.result.isInserted) return newAnswer(db, inserted, { ...submission, secret });
  const uses = inserted?.result.uses ?? null;
  return askAsRead(db, { ...(await readCallerAgain(db, submission, secret)), uses }, secret);
}

/** Reads a remembered caller from the database. @throws as `findCallerAgain` */
export async function readCallerAgain(
  db: Database,
  submission: Submission,
  secret: MasterSecret,
): Promise<Submission> {
  const { caller, keyId, now } = submission;
  if (!caller.isRemembered) return submission;
  return { ...submission, caller: await findCallerAgain(db, secret, { agentId: caller.id, keyId, now }) };
}

async function askAsRead(
  db: Database,
  submission: Submission,
  secret: MasterSecret,
): Promise<Asked | undefined> {
  const { origin, now } = submission;
  const context = { secret, origin, now };
  const refusal = eligibilityError(submission.caller);
  const inserted = refusal ? undefined : await submitRequest(db, submission, signerOf(db, secret));
  if (inserted) return newAnswer(db, inserted, { ...submission, secret });
  const recorded = await findRecorded(db, submission, context);
  if (recorded || !refusal) return recorded;
  return refuse(db, submission, refusal);
}

async function newAnswer(
  db: Database,
  inserted: Inserted,
  { caller, ...context }: ResponseContext & Pick<Submission, "caller">,
): Promise<Asked> {
  const { insert, jwt, result } = inserted;
  const { redemption } = insert;
  const { isAnnounced } = result;
  const answered = await answerOfStanding(db, inserted, { caller, ...context });
  if (answered) return { answer: answered, isNew: true, isAnnounced };
  const state = redemption ? ("redeemed" as const) : ("issued" as const);
  const request = result.isDrawn ? approvedBy(insert.request) : insert.request;
  const isGranted = insert.draw === undefined || result.isDrawn;
  const issued =
    isGranted && insert.grant ? { ...insert.grant, state, closedAt: redemption?.at ?? null } : undefined;
  const { answer } = await answerOf(db, { request, grant: issued, jwt }, context);
  // In the answer to the storing call alone: a retry is told that the grant was redeemed.
  if (redemption) {
    const by = { basis: "policy" as const, decisions: [], origin: context.origin };
    answer.redemption = { webhook_id: request.webhookId, ...redemptionResponse(redemption, by) };
  }
  return { answer, isNew: true, isAnnounced };
}

/** A request as its draw stored it. */
function approvedBy(request: Inserted["insert"]["request"]) {
  return { ...request, state: "approved" as const, approvalsGiven: request.approvalsRequired };
}

/** What stands for the agent decides a stored request, or the request ends it. @returns the answer of a denied one */
async function answerOfStanding(
  db: Database,
  { insert: { request, draw }, result }: Inserted,
  { caller, ...context }: ResponseContext & Pick<Submission, "caller">,
) {
  const { now } = context;
  const of = { requestId: request.id, now };
  if (draw && result.isEnding)
    await endAtSurprise(db, {
      ...of,
      standing: draw.standing,
      reason: draw.isEnding ? draw.reason : undefined,
    });
  const mayDeny = caller.hasStandingDecisions && request.state === "pending" && !result.isDrawn;
  const isDenied = mayDeny && (await applyStandingDenial(db, of));
  return isDenied ? (await findResponse(db, request.id, context))?.answer : undefined;
}

function signerOf(db: Database, secret: MasterSecret): SignGrant {
  return (grant) => signGrant(db, secret, grant);
}

/** The answer of an earlier ask under this webhook-id, even if the agent has changed since. */
export async function findRecorded(
  db: Database,
  submission: Submission,
  context: ResponseContext,
): Promise<Asked | undefined> {
  const { caller, webhookId, bodyHash } = submission;
  const found = await findResponseByWebhookId(db, caller.id, webhookId, context);
  if (!found) return undefined;
  if (equalBytes(found.bodyHash, bodyHash)) return { answer: found.answer, isNew: false, isAnnounced: false };
  throw new CountersignError("idempotency_conflict", `webhook-id ${webhookId} was used with another body`, {
    userMessage: "This webhook-id was already used with a different body. Use a new webhook-id.",
    details: { request: { id: found.answer.request.id } },
  });
}

// An ask by an inactive agent is worth recording: an orphaned agent still tries.
async function refuse(
  db: Database,
  { caller, ask, limit, uses, now }: Submission,
  refusal: CountersignError,
): Promise<never> {
  if (!uses) await takeFromLimit(db, limit, now);
  const subject = { agent: caller.id, person: caller.ownerId };
  const data = { code: refusal.code, action_type: ask.action.type };
  const actor = { type: "agent" as const, id: caller.id };
  await recordAudit(db, { type: "agent.refused", actor, subject, data }, now);
  throw refusal;
}

/** @throws {CountersignError} `blocked_by_policy`, with the request, when policy blocked it. */
export function refuseBlocked(answer: RequestResponse): void {
  if (answer.request.state !== "blocked") return;
  throw new CountersignError(
    "blocked_by_policy",
    `policy ${answer.request.policy.version} blocks ${answer.request.id}`,
    {
      userMessage: "Policy blocks this action. Retrying won't help. An admin can change the policy.",
      details: { request: answer.request },
    },
  );
}
