import { eq, sql as fragment, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { signingKeys } from "#db/schema/grants";
import { type Actor, type AuditFact, recordAudit } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { type NewGrant, newGrant } from "#lib/grants/claims";
import { insertGrant } from "#lib/grants/insert-grant";
import { CountersignError } from "#lib/kernel/errors";
import { approvalsNow } from "../approvals-now.ts";
import { loadEligibleApprovers } from "../eligible-approvers.ts";
import type { Decidable } from "../find-decidable.ts";
import type { ApprovalInput } from "../insert-approval.ts";
import { explainCountedAsOne } from "./counted-as-one.ts";

export interface ApprovalResult {
  approvalId: string;
  state: "approved" | "pending";
  /** Whether a grant was issued: not before the last required approval, and for no test agent. */
  isGranted: boolean;
  approvals: { required: number; given: number };
  /** Why approvals don't count together, in sentences; empty when the outcome is the same. */
  countedAsOne: string[];
  askedAt: Date;
  /** A request of a test agent. */
  isTest: boolean;
}

type Counted = Pick<ApprovalResult, "state" | "isGranted" | "approvals" | "countedAsOne">;

/**
 * Counts the approvals of a request after a new approval, under the lock on the request's row; when
 * the requirements are met, approves the request and issues the grant. Only approvals of people who
 * may still decide count (invariant 3).
 */
export async function countApproval(
  tx: Transaction,
  { personId, config, now }: Pick<ApprovalInput, "personId" | "config" | "now">,
  request: Decidable,
): Promise<Counted> {
  const { requestId } = request;
  const eligible = await loadEligibleApprovers(tx, { requestId, now });
  const { isMet, required, given } = approvalsNow(eligible, now);
  const countedAsOne = isMet ? [] : await explainCountedAsOne(tx, eligible, now);
  const state = isMet ? "approved" : "pending";
  // One-way, and conditional although the row is locked: a closed request stays closed.
  const counted = await tx.execute(fragment`
    update requests set approvals_given = ${given}, state = ${state}, closed_at = ${isMet ? now.toISOString() : null}::timestamptz
    where id = ${requestId} and state = 'pending' and expires_at > ${now.toISOString()} returning id`);
  if (counted.length === 0) throw decidedMeanwhile(requestId);
  const isGranted =
    isMet && (await grantApproved(tx, { request, actor: { personId }, origin: config.origin, given, now }));
  await notifyOfRequests(tx, [requestId]);
  return { state, isGranted, approvals: { required, given }, countedAsOne };
}

/** Another person's decision came first. */
export function decidedMeanwhile(requestId: string): CountersignError {
  return new CountersignError("already_decided", `${requestId} was decided by another transaction`, {
    userMessage: "Someone else decided this request at the same moment.",
  });
}

/** Issues the grant of an approved request, none for a test request. @returns whether one was issued */
export async function grantApproved(
  tx: Transaction,
  approved: { request: Decidable; actor: Actor; origin: string; given: number; now: Date },
): Promise<boolean> {
  const { request, actor, origin, given, now } = approved;
  // A program can't say that a person was present.
  const basis = "personId" in actor ? "passkey" : "policy";
  const grant = request.isTest ? undefined : await issueGrant(tx, { request, basis, origin, now });
  await recordAudit(tx, approvedFact(request, { actor, grant, given }), now);
  return grant !== undefined;
}

/** The audit event of an approved request. */
export function approvedFact(
  {
    requestId,
    agentId,
    ownerId,
    actionDigest,
  }: Pick<Decidable, "requestId" | "agentId" | "ownerId" | "actionDigest">,
  { actor, grant, given }: { actor: Actor; grant: NewGrant | undefined; given: number },
): AuditFact {
  return {
    type: "request.approved",
    actor,
    subject: { request: requestId, agent: agentId, person: ownerId, grant: grant?.id },
    data: {
      approvals: given,
      action_digest: actionDigest,
      ...(grant && { expires_at: grant.expiresAt.toISOString() }),
    },
  };
}

async function issueGrant(
  tx: Transaction,
  {
    request,
    basis,
    origin,
    now,
  }: { request: Decidable; basis: "passkey" | "policy"; origin: string; now: Date },
): Promise<NewGrant> {
  const [signer] = await tx
    .select({ kid: signingKeys.kid })
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt));
  if (!signer) throw new CountersignError("internal", "there is no signing key");
  const [key] = await tx
    .select({ publicKey: agentKeys.publicKey })
    .from(agentKeys)
    .where(eq(agentKeys.id, request.agentKeyId));
  const grant = newGrant({
    ...request,
    origin,
    basis,
    agentKey: key?.publicKey ?? undefined,
    ttlSeconds: request.grantTtlSeconds,
    now,
  });
  await insertGrant(tx, {
    ...grant,
    requestId: request.requestId,
    agentId: request.agentId,
    ownerId: request.ownerId,
    ownerEpoch: request.ownerEpoch,
    actionDigest: request.actionDigest,
    kid: signer.kid,
  });
  return grant;
}
