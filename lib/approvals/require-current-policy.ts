import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { factsAtRequest } from "#lib/facts/facts-at-request";
import { CountersignError } from "#lib/kernel/errors";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Verdict } from "#lib/policy/engine/verdict";
import { verdictOnTest } from "#lib/policy/engine/verdict-on-test";
import { stricterRequirements } from "#lib/policy/language/merge-requirements";
import { stricterSafeguards } from "#lib/policy/language/safeguards";
import { requestChanged } from "./decision-errors.ts";
import type { Decidable } from "./find-decidable.ts";
import { isOwnCapacity } from "./request-challenge.ts";
import { isBreakGlassStatement, type Statement } from "./statement.ts";

/**
 * Refuses an approval of an outdated state: the statement must match the locked request and the
 * person's capacity, and the live policy, with the agent's current labels, must neither block nor
 * require more.
 * @throws {CountersignError} `request_changed`, `blocked_by_policy`.
 */
export async function requireCurrentPolicy(
  tx: Transaction,
  request: Decidable,
  statement: Pick<
    Statement,
    "approver" | "capacity" | "on_behalf_of" | "action_digest" | "policy_version" | "owner_epoch"
  >,
  now: Date,
): Promise<void> {
  // An edit by another approver changes the action after the statement was made.
  if (statement.action_digest !== request.actionDigest) {
    throw requestChanged(`${request.requestId} was edited after its statement was made`);
  }
  if (statement.policy_version !== request.policyVersion || statement.owner_epoch !== request.ownerEpoch) {
    throw requestChanged(`${request.requestId} was re-evaluated after its statement was made`);
  }
  // Break-glass replaces missing approvers, and overrides no block.
  const isBreaking = isBreakGlassStatement(statement);
  if (!isBreaking && !isOwnCapacity(statement, request)) {
    throw requestChanged(
      `${statement.approver} may no longer decide ${request.requestId} as ${statement.capacity}`,
    );
  }
  const verdict = await requireUnblocked(tx, request, now);
  if (!isBreaking && stricterRequirements(request.requirements, verdict.requirements)) {
    throw requestChanged(`policy ${verdict.policyVersion} asks more approvals of ${request.requestId}`);
  }
  if (verdict.outcome === "step_up" && stricterSafeguards(request.safeguards, verdict.safeguards)) {
    throw requestChanged(`policy ${verdict.policyVersion} has stricter safeguards for ${request.requestId}`);
  }
}

/** Evaluates at every approval: labels may have changed (invariant 2). @throws `blocked_by_policy` */
async function requireUnblocked(tx: Transaction, request: Decidable, now: Date): Promise<Verdict> {
  const version = await currentPolicyVersion(tx);
  const verdict = await judgeAgain(tx, request, version, now);
  if (verdict.outcome !== "block") return verdict;
  throw new CountersignError("blocked_by_policy", `policy ${version} blocks ${request.requestId}`, {
    userMessage: "Policy now blocks this action, so it can't be approved.",
  });
}

async function judgeAgain(
  tx: Transaction,
  { requestId, agentId, ownerId, action, isTest }: Decidable,
  version: number,
  now: Date,
): Promise<Verdict> {
  const policy = await loadPolicy(tx, version);
  const [agent] = await tx.select({ labels: agents.labels }).from(agents).where(eq(agents.id, agentId));
  const asked = { id: requestId, agentId, ownerId, action, labels: agent?.labels ?? [] };
  const facts = await factsAtRequest(tx, policy, asked, now, { countsDecided: true });
  const verdict = evaluateVersion(policy, { agent: agentId, owner: ownerId, action, facts }, now);
  return isTest ? verdictOnTest(verdict) : verdict;
}
