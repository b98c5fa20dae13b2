import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type EndpointDisabledReason, webhookEndpoints } from "#db/schema/webhooks";
import type { AuditFact } from "#lib/audit/record";
import { type Actor, recordAudits } from "#lib/audit/record";

interface Disabling {
  agentIds: string[];
  reason: Extract<EndpointDisabledReason, "agent_revoked" | "owner_changed">;
  actor: Actor;
  now: Date;
}

/** Disables callbacks in the transaction of the change, which the callbacks still report. */
export async function disableCallbacks(
  tx: Transaction,
  { agentIds, reason, actor, now }: Disabling,
): Promise<void> {
  const { id, agentId, status } = webhookEndpoints;
  const disabled = await tx
    .update(webhookEndpoints)
    .set({ status: "disabled", disabledReason: reason, disabledAt: now })
    .where(and(inArray(agentId, agentIds), eq(status, "active")))
    .returning({ id, agentId });
  const facts = disabled.map((endpoint) => ({
    ...{ type: "webhook_endpoint.disabled" as const, actor },
    ...{ subject: endpointSubject(endpoint), data: { reason } },
  }));
  await recordAudits(tx, facts, now);
}

/** An endpoint as an audit event's subject, with the agent of a callback. */
export function endpointSubject({
  id,
  agentId,
}: {
  id: string;
  agentId: string | null;
}): AuditFact["subject"] {
  return { webhook_endpoint: id, ...(agentId && { agent: agentId }) };
}
