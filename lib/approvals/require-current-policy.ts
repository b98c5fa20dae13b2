import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { CountersignError } from "#lib/errors";
import { evaluateVersion } from "#lib/policy/evaluate";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/load";
import type { Verdict } from "#lib/policy/verdict";
import { pastFacts } from "#lib/requests/past-facts";
import type { Decidable } from "./find-decidable.ts";
import { requestChanged } from "./request-challenge.ts";
import { readStatement } from "./statement.ts";

/**
 * Refuses an approval of something other than what stands now: the statement must still say what the locked request says, and a policy
 * published since the request was last evaluated must neither block it nor ask for more.
 * @throws {CountersignError} `request_changed`, `blocked_by_policy`.
 */
export async function requireCurrentPolicy(
  tx: Transaction,
  request: Decidable,
  statementBytes: Uint8Array,
  now: Date,
): Promise<void> {
  const statement = readStatement(statementBytes);
  if (statement.policy_version !== request.policyVersion || statement.owner_epoch !== request.ownerEpoch) {
    throw requestChanged(`${request.requestId} was re-evaluated after its statement was made`);
  }
  const version = await currentPolicyVersion(tx);
  if (version === request.policyVersion) return;
  const verdict = await judgeAgain(tx, request, version, now);
  if (verdict.outcome === "block") {
    throw new CountersignError("blocked_by_policy", `policy ${version} blocks ${request.requestId}`, {
      userMessage: "The policy now blocks this action, so it cannot be approved.",
    });
  }
  if (verdict.approvalsRequired > request.approvalsRequired) {
    throw requestChanged(`policy ${version} asks more approvals of ${request.requestId}`);
  }
}

async function judgeAgain(
  tx: Transaction,
  { requestId, agentId, ownerId, action }: Decidable,
  version: number,
  now: Date,
): Promise<Verdict> {
  const policy = await loadPolicy(tx, version);
  const [agent] = await tx.select({ labels: agents.labels }).from(agents).where(eq(agents.id, agentId));
  const asked = { id: requestId, agentId, ownerId, action, labels: agent?.labels ?? [] };
  const facts = await pastFacts(tx, policy, asked);
  return evaluateVersion(policy, { agent: agentId, owner: ownerId, action, facts }, now);
}
