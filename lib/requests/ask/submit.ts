import type { Database } from "#db/client";
import { CountersignError } from "#lib/errors";
import { refuseOver } from "#lib/limits/take";
import { countedAmount } from "#lib/policy/action-types/counted-amount";
import type { Facts } from "#lib/policy/engine/context";
import { loadPolicy } from "#lib/policy/engine/load";
import { type LoadedPolicy, totalsNeeded } from "#lib/policy/engine/rule-index";
import { storableAction } from "#lib/policy/language/storable-action";
import type { StoredRequest } from "#lib/requests/request-response";
import { acceptsParams, isKnownAsk } from "./accepts-params.ts";
import { evaluateAsk } from "./evaluate-ask.ts";
import type { RequestInsert } from "./insert-columns.ts";
import { insertRequest } from "./insert-request.ts";
import type { InsertResult } from "./insert-requests.ts";
import { insertWithTotals } from "./insert-with-totals.ts";
import type { StoredGrant } from "./new-request.ts";
import type { Submission } from "./submission.ts";

// How often a version published during an ask reevaluates the ask.
const mostJudgements = 3;

/** The stored request, and whether the outbox may have a row about it. */
export type Submitted = StoredRequest & Pick<InsertResult, "isAnnounced">;

/** Signs a grant. */
type SignGrant = (grant: StoredGrant) => Promise<string>;

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
  // Before the params are looked at: what a schema asks may take long on a large action.
  const action = storableAction(ask.action);
  let version = caller.policyVersion;
  for (let judgement = 1; judgement <= mostJudgements; judgement++) {
    const policy = await loadPolicy(db, version);
    if (!(await acceptsParams(db, policy, submission))) return undefined;
    const isCounted = judgement > 1;
    const judge = (totals?: Facts["totals"]) => ({
      ...evaluateAsk(submission, policy, action, totals),
      ...{ limit, mostPending, isCounted },
    });
    const { result, insert, jwt } = await insertJudged(db, { submission, policy, judge, sign });
    if (result.uses !== null) refuseOver(result.uses, limit, now);
    if (result.isOutdated) {
      version = result.versionInForce;
      continue;
    }
    if (result.isFull && !(await isKnownAsk(db, submission))) throw tooManyPending(caller.id, mostPending);
    if (!result.isInserted) return undefined;
    return { ...storedRequest(insert), jwt, isAnnounced: result.isAnnounced };
  }
  return undefined;
}

interface Judging {
  submission: Submission;
  policy: LoadedPolicy;
  judge: (totals?: Facts["totals"]) => RequestInsert;
  sign: SignGrant;
}

// A grant is signed while the statement that stores it runs. The signature stays here until the
// statement has committed, and is dropped if nothing was inserted.
async function insertJudged(
  db: Database,
  { submission: { caller, ask, now }, policy, judge, sign }: Judging,
): Promise<{ result: InsertResult; insert: RequestInsert; jwt?: string | undefined }> {
  const totals = totalsNeeded(policy, ask.action.type);
  if (totals.length > 0) {
    const amount = countedAmount(ask.action, policy.catalogue.get(ask.action.type));
    const of = { agentId: caller.id, ownerId: caller.ownerId, action: ask.action, amount, at: now };
    return insertWithTotals(db, { totals, of, judge });
  }
  const insert = judge();
  const signing = insert.grant && sign(insert.grant);
  const [result, jwt] = await Promise.all([insertRequest(db, insert), signing]);
  return { result, insert, jwt };
}

function tooManyPending(agentId: string, most: number): CountersignError {
  return new CountersignError("rate_limited", `${most} requests of ${agentId} are pending`, {
    userMessage: `This agent already has ${most} pending requests, the maximum. Withdraw some or wait for decisions.`,
    retryAfterSeconds: 60,
  });
}

function storedRequest({ request, grant }: RequestInsert): StoredRequest {
  return {
    id: request.id,
    agentId: request.agentId,
    state: request.state,
    actionDigest: request.actionDigest,
    policyVersion: request.policyVersion,
    ruleIds: request.ruleIds,
    ownerId: request.ownerId,
    expiresAt: request.expiresAt,
    bodyHash: request.bodyHash,
    required: request.approvalsRequired,
    given: 0,
    needsNumber: request.safeguards?.numberMatching === true,
    closeReason: null,
    deniedBy: null,
    denialReason: null,
    suggestedPatch: null,
    edit: null,
    grantState: grant ? "issued" : null,
    grantExpiresAt: grant?.expiresAt ?? null,
    kid: grant?.kid ?? null,
    claims: grant?.claims ?? null,
  };
}
