import type { Actor, AuditFact } from "#lib/audit/record";
import type { findDecisions } from "./find-decisions.ts";
import type { ExpectedExecution } from "./redeem-statement.ts";

/** A redeemed grant, on its own or in the ask that issued it. */
export interface Redemption {
  grantId: string;
  requestId: string;
  agentId: string;
  ownerId: string;
  audience: string;
  at: Date;
  execution?: ExpectedExecution | undefined;
}

/** The audit event of a redemption, the same for both ways to redeem. */
export function redemptionFact(
  { grantId, requestId, agentId, ownerId, execution }: Omit<Redemption, "audience" | "at">,
  use: { redeemer: Actor; actionType: string; actionDigest: string; policyVersion: number },
): AuditFact {
  return {
    type: "grant.redeemed",
    actor: use.redeemer,
    subject: { request: requestId, agent: agentId, person: ownerId, grant: grantId },
    data: {
      action_type: use.actionType,
      action_digest: use.actionDigest,
      policy_version: use.policyVersion,
      ...(execution && { report_due_at: execution.dueAt.toISOString() }),
    },
  };
}

/**
 * The answer to a redemption (docs/agents.md): the action may run, once.
 * @param by `decisions`: of the people who approved; undefined when policy auto-approved
 */
export function redemptionResponse(
  { grantId, requestId, ownerId, audience, at, execution }: Omit<Redemption, "agentId">,
  by: { decisions: Awaited<ReturnType<typeof findDecisions>> | undefined; origin: string },
) {
  return {
    grant: { id: grantId, state: "redeemed" as const, redeemed_at: at.toISOString(), audience },
    request: { id: requestId, owner: ownerId },
    basis: by.decisions === undefined ? ("policy" as const) : ("passkey" as const),
    approvals: (by.decisions ?? []).map(({ id, by: personId, at: decidedAt, capacity, onBehalfOf }) => ({
      id,
      by: personId,
      at: decidedAt.toISOString(),
      capacity,
      ...(onBehalfOf !== null && { on_behalf_of: onBehalfOf }),
      receipt: `${by.origin}/api/receipts/${id}`,
    })),
    ...(execution && { execution: { state: "expected" as const, due_at: execution.dueAt.toISOString() } }),
  };
}
