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

/** What authorized a redeemed action. */
interface Authority {
  /** A person's passkey; or policy, also for a draw from a standing approval, because no person was present. */
  basis: "passkey" | "policy";
  decisions: Awaited<ReturnType<typeof findDecisions>>;
  origin: string;
}

/** The answer to a redemption (docs/agents.md): the action may run, once. */
export function redemptionResponse(
  { grantId, requestId, ownerId, audience, at, execution }: Omit<Redemption, "agentId">,
  { basis, decisions, origin }: Authority,
) {
  return {
    grant: { id: grantId, state: "redeemed" as const, redeemed_at: at.toISOString(), audience },
    request: { id: requestId, owner: ownerId },
    basis,
    approvals: decisions.map(({ id, by, at: decidedAt, capacity, onBehalfOf, standingApproval }) => ({
      id,
      by,
      at: decidedAt.toISOString(),
      capacity,
      ...(onBehalfOf !== null && { on_behalf_of: onBehalfOf }),
      ...(standingApproval !== null && { standing_approval: standingApproval }),
      receipt: `${origin}/api/receipts/${id}`,
    })),
    ...(execution && { execution: { state: "expected" as const, due_at: execution.dueAt.toISOString() } }),
  };
}
