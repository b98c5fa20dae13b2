import type { Database } from "#db/client";
import { auditRow, recordAudit } from "#lib/audit/record";
import type { AgentCaller } from "#lib/callers/find-caller";
import { CountersignError } from "#lib/errors";
import { ed25519Thumbprint } from "#lib/keys/ed25519";
import { takeFromLimit } from "#lib/limits/take";
import { type Action, actionDigest } from "#lib/policy/action";
import { evaluateVersion } from "#lib/policy/evaluate";
import { loadPolicy } from "#lib/policy/load";
import { standingRefusal } from "#lib/requests/standing";
import { isUsable, refuseUnusable, type VerificationKey } from "#lib/webhooks/verify";
import type { GrantClaims } from "./read.ts";
import { verifyProof } from "./verify-proof.ts";

export interface RedemptionInput {
  /** The grant as it came, and what it says, verified. */
  grant: string;
  kid: string;
  claims: GrantClaims;
  /** The agent the grant was issued to, as it stands now. */
  agent: AgentCaller;
  /** Who signed this call: the agent itself, or a tool registered for the audience. */
  redeemer: { type: "agent" | "tool"; id: string };
  /** The agent's DPoP proof, which a tool passes along. */
  proof: string | undefined;
  /** What is about to be done. */
  action: Action;
  origin: string;
  now: Date;
}

export interface Redeemed {
  grantId: string;
  requestId: string;
}

/**
 * Redeems a grant: the single use of it. Everything is checked again at this moment (invariants 6 and 7), and one conditional
 * UPDATE decides (invariant 5), whatever the number of callers, replicas or crashes.
 * @throws {CountersignError} `action_mismatch`, `audience_mismatch`, `agent_quarantined`, `agent_revoked`, `owner_inactive`,
 *   `blocked_by_policy`, `grant_revoked`, `grant_expired`, `grant_already_redeemed`, `invalid_grant`.
 */
export async function redeemGrant(db: Database, input: RedemptionInput): Promise<Redeemed> {
  try {
    return await redeem(db, input);
  } catch (error) {
    if (error instanceof CountersignError) await recordRefusal(db, input, error);
    throw error;
  }
}

async function redeem(db: Database, input: RedemptionInput): Promise<Redeemed> {
  const { claims, agent, action, now } = input;
  await requireProof(input);
  refuseOtherAudience(input);
  refuseOtherAction(claims, action, agent.id);
  const refusal = standingRefusal(agent);
  if (refusal) throw refusal;
  const policy = await loadPolicy(db, agent.policyVersion);
  const verdict = evaluateVersion(policy, { agent: agent.id, owner: agent.ownerId, action }, now);
  if (verdict.outcome === "block") {
    throw new CountersignError("blocked_by_policy", `policy ${agent.policyVersion} blocks ${action.type}`, {
      userMessage: "The policy in force now blocks this action, although it was approved before.",
      details: { policy: { version: verdict.policyVersion, rules: verdict.ruleIds } },
    });
  }
  const redeemed = await redeemOnce(db, input);
  if (!redeemed) throw await reasonNotRedeemed(db, input);
  return redeemed;
}

async function recordRefusal(
  db: Database,
  { claims, agent, redeemer, now }: RedemptionInput,
  { code }: CountersignError,
): Promise<void> {
  // Refusals are kept for ever, so there must be an end to how many one agent's grants can cause.
  await takeFromLimit(
    db,
    { bucket: `refused:${agent.id}`, limit: refusalsPerMinute, windowSeconds: 60 },
    now,
  );
  const subject = { request: claims.txn, agent: agent.id, person: claims.sub, grant: claims.jti };
  await recordAudit(db, { type: "grant.refused", actor: redeemer, subject, data: { code } }, now);
}

const refusalsPerMinute = 60;

/**
 * A tool redeems for the agent: where the grant is bound to a key, the agent has to have shown that it holds that key, and the key has to be
 * good still (invariant 7).
 */
async function requireProof({ redeemer, claims, agent, grant, proof, now }: RedemptionInput): Promise<void> {
  if (redeemer.type !== "tool" || !claims.cnf) return;
  const thumbprint = claims.cnf.jkt;
  const isBound = (key: VerificationKey) =>
    key.algorithm === "ed25519" && ed25519Thumbprint(key.material) === thumbprint;
  const bound = agent.keys.filter(isBound);
  const [key] = bound;
  if (!key) throw new CountersignError("key_revoked", `${agent.id} has no key ${thumbprint}`);
  if (!bound.some((candidate) => isUsable(candidate, now))) refuseUnusable(key, now);
  await verifyProof(proof, { grant, audience: claims.aud, thumbprint, now });
}

function refuseOtherAudience({ claims, action, origin }: RedemptionInput): void {
  if ((action.audience ?? origin) === claims.aud) return;
  throw new CountersignError("audience_mismatch", `the grant is for ${claims.aud}`, {
    userMessage: "This grant is for another audience than the action names.",
    details: { audience: claims.aud },
  });
}

function refuseOtherAction(claims: GrantClaims, action: Action, agentId: string): void {
  const [detail] = claims.authorization_details;
  if (actionDigest(agentId, action) === detail.digest) return;
  throw new CountersignError("action_mismatch", "the action's digest is not the grant's", {
    userMessage:
      "The action is not the one that was granted: every byte of it counts. Ask again for the action you want to do.",
    details: { action_digest: { granted: detail.digest, offered: actionDigest(agentId, action) } },
  });
}

// Invariants 5 and 7 in one statement. The share lock on the agent's row orders it against an owner leaving at the same moment: the
// offboarding updates that row first and revokes grants afterwards. Naming the policy version closes the gap since it was evaluated.
async function redeemOnce(
  db: Database,
  { kid, claims, agent, redeemer, action, now }: RedemptionInput,
): Promise<Redeemed | undefined> {
  const at = now.toISOString();
  const [{ digest }] = claims.authorization_details;
  const event = auditRow(
    {
      type: "grant.redeemed",
      actor: redeemer,
      subject: { request: claims.txn, agent: agent.id, person: claims.sub, grant: claims.jti },
      data: {
        action_type: action.type,
        action_digest: digest,
        policy_version: agent.policyVersion,
      },
    },
    now,
  );
  const [row] = await db.$client<Redeemed[]>`
    with standing as (
      select a.id from agents a join people p on p.id = a.owner_id
      where a.id = ${agent.id} and a.status = 'active' and a.owner_epoch = ${claims.owner_epoch}
        and p.status = 'active' and 'approver' = any(p.roles)
      for share of a),
    redeemed as (
      update grants g set state = 'redeemed', closed_at = ${at}::timestamptz, redeemed_by = ${redeemer.id} from standing
      where g.id = ${claims.jti} and g.agent_id = standing.id and g.owner_epoch = ${claims.owner_epoch}
        and g.action_digest = ${digest} and g.kid = ${kid} and g.state = 'issued' and g.expires_at > ${at}::timestamptz
        and (select max(version) from policy_versions) = ${agent.policyVersion}::int
      returning g.id, g.request_id),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select ${event.id}, ${at}::timestamptz, ${event.type}, ${event.actorId}, ${event.personId}, ${event.agentId}, ${event.requestId},
        ${event.body}::bytea from redeemed)
    select id as "grantId", request_id as "requestId" from redeemed`;
  return row;
}

// Nothing was changed: this only finds out what to say.
async function reasonNotRedeemed(
  db: Database,
  { claims, agent, now }: RedemptionInput,
): Promise<CountersignError> {
  const [row] = await db.$client<
    { state: string; expiresAt: string; redeemedBy: string | null; closedAt: string | null }[]
  >`
    select state, expires_at as "expiresAt", redeemed_by as "redeemedBy", closed_at as "closedAt"
    from grants where id = ${claims.jti} and agent_id = ${agent.id}`;
  if (!row) return new CountersignError("invalid_grant", `no grant ${claims.jti} of ${agent.id}`);
  if (row.state === "redeemed") {
    return new CountersignError("grant_already_redeemed", `${claims.jti} was redeemed before`, {
      userMessage: "This grant was redeemed already. A grant is good for one use: ask again for another.",
      details: {
        redeemed_by: row.redeemedBy,
        redeemed_at: row.closedAt && new Date(row.closedAt).toISOString(),
      },
    });
  }
  if (row.state === "revoked" || claims.owner_epoch !== agent.ownerEpoch) {
    return new CountersignError("grant_revoked", `${claims.jti} was revoked`, {
      userMessage:
        "This grant was revoked: the agent's owner or standing changed after it was issued. Ask again.",
    });
  }
  if (row.state === "expired" || new Date(row.expiresAt) <= now) {
    return new CountersignError("grant_expired", `${claims.jti} expired at ${row.expiresAt}`, {
      userMessage: "This grant has expired. Ask again, and redeem within its lifetime.",
    });
  }
  return new CountersignError(
    "conflict",
    "the agent, its owner or the policy changed during the redemption",
    {
      userMessage:
        "The agent's standing or the policy changed at this very moment, and nothing was redeemed. Try again.",
      retryAfterSeconds: 1,
    },
  );
}
