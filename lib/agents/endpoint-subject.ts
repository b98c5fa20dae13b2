import type { AuditFact } from "#lib/audit/record";

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
