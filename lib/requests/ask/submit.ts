import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { refuseOver } from "#lib/limits/take";
import type { TotalFacts } from "#lib/policy/engine/context";
import { loadPolicy } from "#lib/policy/engine/load";
import { storableAction } from "#lib/policy/language/storable-action";
import { acceptsParams, isKnownAsk } from "./accepts-params.ts";
import { evaluateAsk } from "./evaluate-ask.ts";
import { insertJudged, type SignGrant, type Submitted, submitted } from "./insert-judged.ts";
import type { Submission } from "./submission.ts";

// How often a version published during an ask reevaluates the ask.
const mostJudgements = 3;

/**
 * Decides an ask and stores the result: request, audit event, grant and expiry job commit in one
 * statement (invariant 10), decided by the policy that is live at the commit (invariant 19). A
 * `webhook-id` used before by this agent creates nothing new (invariant 12).
 * @returns undefined when nothing was created: the webhook-id is known, or the agent's authority or
 * the policy changed during the ask; the caller finds the cause.
 * @throws {CountersignError} `invalid_action` when the catalog has other params for the type;
 * `rate_limited`: too many asks, or too many pending requests.
 */
export async function submitRequest(
  db: Database,
  submission: Submission,
  sign: SignGrant,
): Promise<Submitted | undefined> {
  const { caller, ask, limit, mostPending, now } = submission;
  if (submission.uses) refuseOver(submission.uses, limit, now);
  // Before the params are looked at: what a schema asks may take long on a large action.
  const action = storableAction(ask.action);
  let version = caller.policyVersion;
  for (let judgement = 1; judgement <= mostJudgements; judgement++) {
    const policy = await loadPolicy(db, version);
    if (!(await acceptsParams(db, policy, submission))) return undefined;
    const isCounted = judgement > 1 || Boolean(submission.uses);
    const judge = (read?: TotalFacts) => ({
      ...evaluateAsk(submission, policy, action, read),
      ...{ limit, mostPending, isCounted },
    });
    const { result, insert, jwt } = await insertJudged(db, { submission, policy, judge, sign });
    if (result.uses !== null) refuseOver(result.uses, limit, now);
    if (result.isOutdated) {
      version = result.versionInForce;
      continue;
    }
    if (result.isFull && !(await isKnownAsk(db, submission))) throw tooManyPending(caller.id, mostPending);
    return result.isInserted ? submitted({ result, insert, jwt }) : undefined;
  }
  return undefined;
}

function tooManyPending(agentId: string, most: number): CountersignError {
  return new CountersignError("rate_limited", `${most} requests of ${agentId} are pending`, {
    userMessage: `This agent already has ${most} pending requests, the maximum. Withdraw some or wait for decisions.`,
    retryAfterSeconds: 60,
  });
}
