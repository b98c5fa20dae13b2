import type { RequestState, requests } from "#db/schema/requests";
import type { AuditFact } from "#lib/audit/record";
import { requestExpiry } from "#lib/expiries/expiries";
import { confirmationKey, type NewGrant, newGrant } from "#lib/grants/claims";
import { canonicalJson } from "#lib/json/canonical";
import { newId } from "#lib/kernel/ids";
import type { CountedAmount } from "#lib/policy/action-types/action-amount";
import type { Facts } from "#lib/policy/engine/context";
import type { Verdict } from "#lib/policy/engine/verdict";
import { digestOfCanonicalAction } from "#lib/policy/language/action";
import { type Safeguards, storedSafeguards } from "#lib/policy/language/safeguards";
import type { Ask } from "./ask-schema.ts";
import type { Submission } from "./submission.ts";

const stateOf: Record<Verdict["outcome"], RequestState> = {
  allow: "allowed",
  step_up: "pending",
  block: "blocked",
};

/** Columns of a request set by a later decision, with a default until then. */
const setLater = [
  "closeReason",
  "approvalsGiven",
  "wrongNumbers",
  "isBreakGlass",
  "standingDenialId",
  "standingApprovalId",
  "deliveredTo",
] as const satisfies readonly (keyof typeof requests.$inferInsert)[];
type SetLater = (typeof setLater)[number];

/** Whether a column, by its name in the schema, is left out of a new request. */
export function isSetLater(column: string): boolean {
  return (setLater as readonly string[]).includes(column);
}

/**
 * A request before storage: every column but those set later, so that a column without a value does
 * not compile; and the agent's labels, which must be unchanged at the commit.
 */
export type NewRequest = Required<Omit<typeof requests.$inferInsert, SetLater | "facts" | "monitored">> & {
  facts: Facts | null;
  monitored: Verdict["monitored"] | null;
  labels: string[];
};

/**
 * The request that an ask creates, given the policy's verdict.
 * @param judged `facts`: read apart from the action. `amount`: for later totals. `action`: in
 * canonical form. `isRedeemed`: whether the ask redeems its grant.
 */
export function newRequest(
  { caller, keyId, edge, webhookId, bodyHash, pickUp, ask, now }: Submission,
  judged: {
    verdict: Verdict;
    facts: Facts | undefined;
    amount: CountedAmount | undefined;
    action: string;
    isRedeemed: boolean;
  },
): NewRequest {
  const { verdict, facts, amount, action, isRedeemed } = judged;
  const state = stateOf[verdict.outcome];
  // No other call can use a grant that is redeemed here, so simultaneous calls don't share it.
  const shared = isRedeemed ? undefined : pickUp;
  return {
    id: newId("req", now),
    agentId: caller.id,
    agentKeyId: keyId,
    webhookId,
    bodyHash,
    pickUpKey: shared?.key ?? null,
    pickUpNumber: shared?.number ?? null,
    state,
    action,
    actionType: ask.action.type,
    actionDigest: digestOfCanonicalAction(caller.id, action),
    resource: ask.action.resource ?? null,
    amount: amount === undefined ? null : String(amount.amount),
    currency: amount?.currency ?? null,
    edge: edge ?? null,
    boundaryId: ask.boundary ?? null,
    acceptsEdits: ask.accept_edits === true,
    reason: ask.reason ?? null,
    context: ask.context === undefined ? null : canonicalJson(ask.context),
    ownerId: caller.ownerId,
    ownerEpoch: caller.ownerEpoch,
    labels: caller.labels,
    policyVersion: verdict.policyVersion,
    ruleIds: verdict.ruleIds,
    facts: facts ?? null,
    monitored: verdict.monitored ?? null,
    unchecked: indeterminateOf(verdict),
    requirements: isPlain(verdict) ? null : verdict.requirements,
    safeguards: storedSafeguards(verdict.safeguards),
    approvalsRequired: verdict.approvalsRequired,
    grantTtlSeconds: verdict.grantTtlSeconds,
    createdAt: now,
    // The shorter lifetime of the policy's and the agent's.
    expiresAt: requestExpiry(now, lifeSeconds(ask, verdict)),
    closedAt: state === "pending" ? null : now,
  };
}

function indeterminateOf({ fault, indeterminateRuleIds }: Verdict): "policy" | "rules" | null {
  if (fault !== undefined) return "policy";
  return indeterminateRuleIds.length > 0 ? "rules" : null;
}

// What a row without requirements means anyway (lib/policy/language/requirement.ts).
function isPlain({ requirements }: Verdict): boolean {
  return requirements.every(({ approvers }) => approvers.kind === "owner_or_backups");
}

function lifeSeconds(ask: Ask, verdict: Verdict): number {
  return Math.min(ask.expires_in ?? verdict.requestTtlSeconds, verdict.requestTtlSeconds);
}

/** The grant of a request that policy alone allows. */
export function grantFor(
  { caller, keyId, ask, origin, now }: Submission,
  request: NewRequest,
  verdict: Verdict,
): StoredGrant {
  const grant = newGrant({
    origin,
    requestId: request.id,
    agentId: caller.id,
    ownerId: caller.ownerId,
    ownerEpoch: caller.ownerEpoch,
    action: ask.action,
    actionDigest: request.actionDigest,
    basis: "policy",
    agentKey: confirmationKey(caller.keys, keyId),
    ttlSeconds: verdict.grantTtlSeconds,
    now,
  });
  return { ...grant, kid: caller.signingKid };
}

/** A grant with the ID of its signing key. */
export type StoredGrant = NewGrant & { kid: string };

/** The request's audit event. */
export function factOf(request: NewRequest, verdict: Verdict, grant: StoredGrant | undefined): AuditFact {
  const types = { allow: "request.allowed", step_up: "request.pending", block: "request.blocked" } as const;
  return {
    type: types[verdict.outcome],
    actor: { type: "agent" as const, id: request.agentId },
    subject: { request: request.id, agent: request.agentId, person: request.ownerId, grant: grant?.id },
    data: {
      action_type: request.actionType,
      action_digest: request.actionDigest,
      owner_epoch: request.ownerEpoch,
      policy_version: request.policyVersion,
      rules: request.ruleIds,
      approvals_required: request.approvalsRequired,
      expires_at: (grant ?? request).expiresAt.toISOString(),
      key: request.agentKeyId,
      ...(request.edge !== null && { edge: request.edge }),
      ...(request.safeguards !== null && { safeguards: wireSafeguards(verdict.safeguards) }),
      // Cedar's check failed, and the outcome is the default or stricter: worth finding.
      ...(verdict.fault !== undefined && { policy_fault: true }),
    },
  };
}

function wireSafeguards({ numberMatching, readingSeconds, allowEdits }: Safeguards) {
  return {
    ...(numberMatching && { number_matching: true }),
    ...(readingSeconds > 0 && { reading_seconds: readingSeconds }),
    ...(allowEdits && { allow_edits: true }),
  };
}
