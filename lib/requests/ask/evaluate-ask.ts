import { approvedFact } from "#lib/approvals/counting/tally-approvals";
import { type Draw, planDraw } from "#lib/approvals/standing/approvals/draw";
import type { Standing } from "#lib/approvals/standing/approvals/recall-standing";
import { auditRow } from "#lib/audit/record";
import { redemptionFact } from "#lib/grants/redemption";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import type { Facts } from "#lib/policy/engine/context";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Verdict } from "#lib/policy/engine/verdict";
import { verdictOnTest } from "#lib/policy/engine/verdict-on-test";
import { standingActor } from "#lib/voiding/end-standing-approvals";
import { type RequestInsert, requestInsert } from "./insert-batch.ts";
import { factOf, grantFor, type NewRequest, newRequest, type StoredGrant } from "./new-request.ts";
import type { Submission } from "./submission.ts";

/** What the evaluation of an ask depends on, apart from facts about earlier requests. */
export interface Evaluating {
  policy: LoadedPolicy;
  /** The action in its canonical form. */
  action: string;
  isCounted: boolean;
  /** What stands for the agent, and whether a person reads a request that it covers anyway. */
  standing?: (Standing & { isSample: boolean }) | undefined;
}

/** Evaluates an ask, with facts about earlier requests if the policy reads any, and builds its rows. */
export function evaluateAsk(
  submission: Submission,
  evaluating: Evaluating,
  read?: Omit<Facts, "labels">,
): RequestInsert {
  const { caller, ask, now } = submission;
  const { policy, action, isCounted } = evaluating;
  const facts = { labels: caller.labels, ...read };
  const evaluated = evaluateVersion(
    policy,
    { agent: caller.id, owner: caller.ownerId, action: ask.action, facts },
    now,
  );
  const verdict = caller.isTest ? verdictOnTest(evaluated) : evaluated;
  const hasFacts = read !== undefined || caller.labels.length > 0;
  const amount = countedAmount(ask.action, policy.catalog.get(ask.action.type));
  // A test agent gets no grant, also where policy auto-approves its request.
  const isGranted = verdict.outcome === "allow" && !caller.isTest;
  const isRedeemed = isGranted && ask.redeem === true;
  const judged = { verdict, facts: hasFacts ? facts : undefined, amount, action, isRedeemed };
  const request = newRequest(submission, judged);
  const grant = isGranted ? grantFor(submission, request, verdict) : undefined;
  const event = auditRow(factOf(request, verdict, grant), now);
  const redemption = grant && isRedeemed ? redeemedNow(submission, request, grant) : undefined;
  const draw = drawOf(submission, evaluating, { request, verdict, amount: amount?.amount });
  const drawGrant = draw && !draw.isEnding ? grantFor(submission, request, verdict) : undefined;
  const approved = drawGrant && auditRow(approvedByDraw(request, drawGrant), now);
  const rows = { request, grant: grant ?? drawGrant, event, redemption };
  return requestInsert(
    submission,
    { ...rows, draw: draw && { ...draw, revision: caller.revision, ...(approved && { approved }) } },
    { isCounted },
  );
}

function drawOf(
  { caller, ask, now }: Submission,
  { policy, standing }: Evaluating,
  evaluated: { request: NewRequest; verdict: Verdict; amount: number | undefined },
): Draw | undefined {
  if (!standing) return undefined;
  const { action } = ask;
  const { isSample } = standing;
  return planDraw(standing, { ...evaluated, action, policy, isTest: caller.isTest, isSample, now });
}

function approvedByDraw(request: NewRequest, grant: StoredGrant) {
  const given = request.approvalsRequired;
  return approvedFact({ ...request, requestId: request.id }, { actor: standingActor, grant, given });
}

/** The redemption of an ask's own grant. */
function redeemedNow({ ask, origin, execution, now }: Submission, request: NewRequest, grant: StoredGrant) {
  const { id: requestId, agentId, ownerId, actionType, actionDigest, policyVersion } = request;
  const audience = ask.action.audience ?? origin;
  const redemption = { grantId: grant.id, requestId, agentId, ownerId, audience, at: now, execution };
  const redeemer = { type: "agent" as const, id: agentId };
  const fact = redemptionFact(redemption, { redeemer, actionType, actionDigest, policyVersion });
  return { ...redemption, event: auditRow(fact, now) };
}
