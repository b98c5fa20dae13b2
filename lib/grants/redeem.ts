import type { Database } from "#db/client";
import { auditRow, recordAudit } from "#lib/audit/record";
import { eligibilityError } from "#lib/callers/agent-eligibility";
import { noVersion } from "#lib/callers/freeze";
import { factsAtRequest } from "#lib/facts/facts-at-request";
import type { GrantClaims } from "#lib/grants/read";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { loadPolicy } from "#lib/policy/engine/load";
import { type Action, actionDigest } from "#lib/policy/language/action";
import { reasonNotRedeemed } from "./reason-not-redeemed.ts";
import { type Redeemed, redeemOnce } from "./redeem-once.ts";
import type { GrantUse } from "./redeem-statement.ts";
import { redemptionFact } from "./redemption.ts";
import { type RedemptionInput, requireProof } from "./require-proof.ts";

/**
 * Redeems a grant, once. Everything is checked again now (invariants 6 and 7), and one conditional
 * UPDATE decides (invariant 5), whatever the number of callers, replicas or crashes.
 * @throws {CountersignError} `action_mismatch`, `audience_mismatch`, `agent_quarantined`,
 * `agent_revoked`, `owner_inactive`, `frozen`, `blocked_by_policy`, `grant_revoked`, `grant_expired`,
 * `grant_already_redeemed`, `invalid_grant`, `conflict`; the errors of {@link requireProof};
 * `rate_limited` instead after too many refusals.
 */
export async function redeemGrant(db: Database, input: RedemptionInput): Promise<Redeemed> {
  try {
    return await redeem(db, input);
  } catch (error) {
    if (error instanceof CountersignError) await recordRefusal(db, input, error);
    throw error;
  }
}

// How often a version published during the redemption reevaluates the request.
const mostJudgements = 3;

async function redeem(db: Database, input: RedemptionInput): Promise<Redeemed> {
  const { claims, agent, action } = input;
  const agentKeyId = await requireProof(input);
  refuseOtherAudience(input);
  refuseOtherAction(claims, action, agent.id);
  const refusal = eligibilityError(agent);
  if (refusal) throw refusal;
  let version = agent.policyVersion;
  for (let judgement = 1; judgement <= mostJudgements; judgement++) {
    await refuseBlocked(db, input, version);
    const { redeemed, versionInForce } = await redeemOnce(db, grantUse(input, version, agentKeyId));
    if (redeemed) return redeemed;
    if (versionInForce === version || versionInForce === noVersion) break;
    version = versionInForce;
  }
  throw await reasonNotRedeemed(db, input);
}

async function refuseBlocked(db: Database, input: RedemptionInput, version: number): Promise<void> {
  const { claims, agent, action, now } = input;
  const policy = await loadPolicy(db, version);
  const asked = { id: claims.txn, agentId: agent.id, ownerId: agent.ownerId, action, labels: agent.labels };
  const facts = await factsAtRequest(db, policy, asked, now, { countsDecided: true });
  const verdict = evaluateVersion(policy, { agent: agent.id, owner: agent.ownerId, action, facts }, now);
  if (verdict.outcome !== "block") return;
  throw new CountersignError("blocked_by_policy", `policy ${version} blocks ${action.type}`, {
    userMessage: "Policy now blocks this action, even though it was approved.",
    details: { policy: { version: verdict.policyVersion, rules: verdict.ruleIds } },
  });
}

async function recordRefusal(
  db: Database,
  { claims, agent, redeemer, now }: RedemptionInput,
  { code }: CountersignError,
): Promise<void> {
  // Refusals are stored permanently, so an agent's grants must not cause an unlimited number.
  await takeFromLimit(
    db,
    { bucket: `refused:${agent.id}`, limit: refusalsPerMinute, windowSeconds: 60 },
    now,
  );
  const subject = { request: claims.txn, agent: agent.id, person: claims.sub, grant: claims.jti };
  await recordAudit(db, { type: "grant.refused", actor: redeemer, subject, data: { code } }, now);
}

const refusalsPerMinute = 60;

function refuseOtherAudience({ claims, action, origin }: RedemptionInput): void {
  if ((action.audience ?? origin) === claims.aud) return;
  throw new CountersignError("audience_mismatch", `the grant is for ${claims.aud}`, {
    userMessage: "This grant is for a different tool (audience) than the action names.",
    details: { audience: claims.aud },
  });
}

function refuseOtherAction(claims: GrantClaims, action: Action, agentId: string): void {
  const [detail] = claims.authorization_details;
  if (actionDigest(agentId, action) === detail.digest) return;
  throw new CountersignError("action_mismatch", "the action's digest is not the grant's", {
    userMessage:
      "This isn't the action that was approved. It must match exactly. Ask again for the action you want.",
    details: { action_digest: { granted: detail.digest, offered: actionDigest(agentId, action) } },
  });
}

function grantUse(input: RedemptionInput, policyVersion: number, agentKeyId: string): GrantUse {
  const { kid, claims, agent, redeemer, keyId, action, execution, now } = input;
  const [{ digest }] = claims.authorization_details;
  const redemption = { grantId: claims.jti, requestId: claims.txn, agentId: agent.id, ownerId: claims.sub };
  const by = { redeemer, actionType: action.type, actionDigest: digest, policyVersion };
  const event = auditRow(redemptionFact({ ...redemption, execution }, by), now);
  return {
    grantId: claims.jti,
    agentId: agent.id,
    agentKeyId,
    toolId: redeemer.type === "tool" ? keyId : null,
    ownerEpoch: claims.owner_epoch,
    digest,
    kid,
    policyVersion,
    labels: agent.labels,
    redeemerId: redeemer.id,
    at: now,
    event,
    execution,
  };
}
