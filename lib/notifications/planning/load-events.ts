import { inArray } from "drizzle-orm";
import { clientOf, type Database, type Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import type { Risk } from "#db/schema/policy";
import type { CloseReason, RequestState } from "#db/schema/requests";
import type { OutboxEvent } from "#lib/notices/due-events";
import type { RequestFacts } from "#lib/notifications/channels/event-facts";

/** A due row of the outbox. */
export type DueEvent = Omit<OutboxEvent, "dueAt">;

export interface RequestSubject {
  facts: RequestFacts;
  agent: { id: string; name: string; isTest: boolean };
}

export async function loadAgents(
  db: Database | Transaction,
  agentIds: string[],
): Promise<Map<string, { id: string; name: string }>> {
  if (agentIds.length === 0) return new Map();
  const { id, name } = agents;
  const rows = await db.select({ id, name }).from(agents).where(inArray(id, agentIds));
  return new Map(rows.map((agent) => [agent.id, agent]));
}

type Row = {
  id: string;
  state: RequestState;
  close_reason: CloseReason | null;
  denial_code: string | null;
  action_type: string;
  risk: Risk | null;
  action_digest: string;
  webhook_id: string;
  owner_id: string;
  policy_version: number;
  approvals_required: number;
  approvals_given: number;
  is_break_glass: boolean;
  created_at: string;
  expires_at: string;
  closed_at: string | null;
  agent_id: string;
  agent_name: string;
  is_test: boolean;
};

/** Requests by ID, as of now. */
export async function loadRequestSubjects(
  db: Database | Transaction,
  requestIds: string[],
): Promise<Map<string, RequestSubject>> {
  if (requestIds.length === 0) return new Map();
  const rows = await clientOf(db)<Row[]>`
    select r.id, r.state, r.close_reason, r.action_type, t.risk, r.action_digest, r.webhook_id, r.owner_id, r.policy_version,
      r.approvals_required, r.approvals_given, r.is_break_glass, r.created_at, r.expires_at, r.closed_at, a.id as agent_id, a.name as agent_name, a.is_test,
      (select d.reason_code from approvals d where d.request_id = r.id and d.decision = 'deny' limit 1) as denial_code
    from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
    where r.id = any(${requestIds}::text[])`;
  return new Map(rows.map((row) => [row.id, subjectOf(row)]));
}

function subjectOf(row: Row): RequestSubject {
  const facts = {
    id: row.id,
    state: row.state,
    closeReason: row.close_reason,
    denialCode: row.denial_code,
    actionType: row.action_type,
    risk: row.risk,
    actionDigest: row.action_digest,
    webhookId: row.webhook_id,
    ownerId: row.owner_id,
    policyVersion: row.policy_version,
    approvals: { required: row.approvals_required, given: row.approvals_given },
    isBreakGlass: row.is_break_glass,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
  };
  return { facts, agent: { id: row.agent_id, name: row.agent_name, isTest: row.is_test } };
}
