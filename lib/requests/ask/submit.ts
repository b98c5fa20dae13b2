import type { Database } from "#db/client";
import { recallStanding } from "#lib/approvals/standing/approvals/recall-standing";
import { takesSample } from "#lib/approvals/standing/approvals/sample";
import { groupCommitPerDatabase, writeBounds } from "#lib/batching/group-commit-per-database";
import { noVersion } from "#lib/callers/freeze";
import { CountersignError } from "#lib/kernel/errors";
import { refuseOver } from "#lib/limits/take";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import type { Facts, TotalFacts } from "#lib/policy/engine/context";
import { loadPolicy } from "#lib/policy/engine/load";
import { historiesNeeded, totalsNeeded } from "#lib/policy/engine/rule-index";
import { type Recalled, readHistory } from "#lib/policy/history/read-history";
import { storableAction } from "#lib/policy/language/action";
import { acceptsParams, checkAction, isKnownAsk } from "./check-action.ts";
import { type Evaluating, evaluateAsk } from "./evaluate-ask.ts";
import type { Inserted } from "./insert-counted-batch.ts";
import { insertRequest } from "./insert-requests.ts";
import { insertWithTotals } from "./insert-with-totals.ts";
import type { StoredGrant } from "./new-request.ts";
import type { Submission } from "./submission.ts";

export type SignGrant = (grant: StoredGrant) => Promise<string>;

// How often a version published during an ask reevaluates the ask.
const mostJudgements = 3;

/**
 * Decides an ask and stores the result: request, audit event, grant and expiry job commit in one
 * statement (invariant 10), decided by the policy live at the commit (invariant 19). A known
 * `webhook-id` creates nothing new (invariant 12).
 * @returns undefined when nothing was created: the webhook-id is known, or the agent's authority or
 * the policy changed during the ask; the caller finds the cause.
 * @throws {CountersignError} `invalid_action` when the catalog has other params for the type;
 * `rate_limited`: too many asks, or too many pending requests.
 */
export async function submitRequest(
  db: Database,
  submission: Submission,
  sign: SignGrant,
): Promise<Inserted | undefined> {
  const { caller, ask, limit, mostPending, now } = submission;
  if (submission.uses) refuseOver(submission.uses, limit, now);
  // Before the params are looked at: what a schema asks may take long on a large action.
  const action = storableAction(ask.action);
  let version = caller.policyVersion;
  for (let judgement = 1; judgement <= mostJudgements; judgement++) {
    const policy = await loadPolicy(db, version);
    if (!(await acceptsParams(db, policy, submission))) return undefined;
    const isCounted = judgement > 1 || Boolean(submission.uses);
    const inserted = await insertEvaluated(db, submission, { policy, action, isCounted }, sign);
    const { result } = inserted;
    if (result.uses !== null) refuseOver(result.uses, limit, now);
    if (result.isOutdated) {
      if (result.versionInForce === noVersion) return undefined;
      version = result.versionInForce;
      continue;
    }
    if (result.isFull && !(await isKnownAsk(db, submission)))
      throw new CountersignError("rate_limited", `${mostPending} requests of ${caller.id} are pending`, {
        userMessage: `This agent already has ${mostPending} pending requests, the maximum. Withdraw some or wait for decisions.`,
        retryAfterSeconds: 60,
      });
    return result.isInserted ? inserted : undefined;
  }
  return undefined;
}

/**
 * Decides an ask of a caller in memory. Only a stored request is an answer: the statement has
 * confirmed caller, policy version and signing key under its locks. A refusal may be out of date,
 * and is left to `submitRequest` with a caller read again.
 * @returns undefined when the ask was refused before it was counted.
 */
export async function submitRemembered(
  db: Database,
  submission: Submission,
  sign: SignGrant,
): Promise<Inserted | undefined> {
  const { caller, ask } = submission;
  try {
    const action = storableAction(ask.action);
    const policy = await loadPolicy(db, caller.policyVersion);
    checkAction(policy, caller, ask.action);
    return await insertEvaluated(db, submission, { policy, action, isCounted: false }, sign);
  } catch (error) {
    if (error instanceof CountersignError) return undefined;
    throw error;
  }
}

/** A grant is signed while the statement runs, and the signature dropped if nothing was inserted. */
async function insertEvaluated(
  db: Database,
  submission: Submission,
  decided: Evaluating,
  sign: SignGrant,
): Promise<Inserted> {
  const { caller, ask, now } = submission;
  const standing = caller.hasStandingDecisions ? await recallStanding(db, caller, now) : undefined;
  const evaluating = { ...decided, standing: standing && { ...standing, isSample: takesSample() } };
  const known = await knownTo(db, submission, evaluating);
  const totals = totalsNeeded(evaluating.policy, ask.action.type);
  if (totals.length > 0) {
    const amount = countedAmount(ask.action, evaluating.policy.catalog.get(ask.action.type));
    const of = { agentId: caller.id, ownerId: caller.ownerId, action: ask.action, amount, at: now };
    const judge = (read: TotalFacts) => evaluateAsk(submission, evaluating, { ...read, ...known });
    return insertWithTotals(db, { totals, of, judge });
  }
  const insert = evaluateAsk(submission, evaluating, known);
  // A redeemed grant is never sent, so it needs no signature.
  const signing = insert.grant && !insert.redemption ? sign(insert.grant) : undefined;
  const [result, jwt] = await Promise.all([insertRequest(db, insert), signing]);
  return { result, insert, jwt };
}

/** What is new to the agent; undefined, and no query, if no rule about the type asks for it. */
async function knownTo(
  db: Database,
  { caller, ask, now }: Submission,
  { policy }: Evaluating,
): Promise<Pick<Facts, "isNew"> | undefined> {
  const histories = historiesNeeded(policy, ask.action.type);
  if (histories.length === 0) return undefined;
  const recalled = { histories, agentId: caller.id, ownerId: caller.ownerId, action: ask.action, at: now };
  return { isNew: await readTogether(db, recalled) };
}

const readTogether = groupCommitPerDatabase((db, asks: Recalled[]) => readHistory(db.$client, asks), {
  mostTogether: 20,
  mostWaiting: writeBounds.mostWaiting,
});
