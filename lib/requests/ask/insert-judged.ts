import type { Database } from "#db/client";
import { countedAmount } from "#lib/policy/action-types/counted-amount";
import type { TotalFacts } from "#lib/policy/engine/context";
import { type LoadedPolicy, totalsNeeded } from "#lib/policy/engine/rule-index";
import type { StoredRequest } from "#lib/requests/request-response";
import type { RequestInsert } from "./insert-columns.ts";
import { insertRequest } from "./insert-request.ts";
import type { InsertResult } from "./insert-requests.ts";
import { insertWithTotals } from "./insert-with-totals.ts";
import type { StoredGrant } from "./new-request.ts";
import type { Submission } from "./submission.ts";

/** The stored request, and whether the outbox may have a row about it. */
export type Submitted = StoredRequest & Pick<InsertResult, "isAnnounced">;

/** Signs a grant. */
export type SignGrant = (grant: StoredGrant) => Promise<string>;

/** What became of an evaluated ask. */
interface Judged {
  result: InsertResult;
  insert: RequestInsert;
  jwt?: string | undefined;
}

interface Judging {
  submission: Submission;
  policy: LoadedPolicy;
  judge: (read?: TotalFacts) => RequestInsert;
  sign: SignGrant;
}

/**
 * Evaluates an ask and stores its request. A grant is signed while the statement that stores it runs.
 * The signature stays here until the statement has committed, and is dropped if nothing was inserted.
 */
export async function insertJudged(
  db: Database,
  { submission: { caller, ask, now }, policy, judge, sign }: Judging,
): Promise<Judged> {
  const totals = totalsNeeded(policy, ask.action.type);
  if (totals.length > 0) {
    const amount = countedAmount(ask.action, policy.catalog.get(ask.action.type));
    const of = { agentId: caller.id, ownerId: caller.ownerId, action: ask.action, amount, at: now };
    return insertWithTotals(db, { totals, of, judge });
  }
  const insert = judge();
  const signing = insert.grant && sign(insert.grant);
  const [result, jwt] = await Promise.all([insertRequest(db, insert), signing]);
  return { result, insert, jwt };
}

/** The stored request of an ask whose request was inserted. */
export function submitted({ result, insert, jwt }: Judged): Submitted {
  return { ...storedRequest(insert), jwt, isAnnounced: result.isAnnounced };
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
    denialCode: null,
    suggestedPatch: null,
    edit: null,
    grantState: grant ? "issued" : null,
    grantExpiresAt: grant?.expiresAt ?? null,
    kid: grant?.kid ?? null,
    claims: grant?.claims ?? null,
  };
}
