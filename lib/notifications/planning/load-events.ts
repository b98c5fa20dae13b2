import { inArray } from "drizzle-orm";
import { clientOf, type Database, type Transaction } from "#db/client";
import type { Raw } from "#db/raw";
import { agents } from "#db/schema/agents";
import type { OutboxEvent } from "#lib/notices/due-events";
import type { RequestFacts } from "#lib/notifications/channels/channel";

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

type Row = Raw<Omit<RequestFacts, "approvals">> & {
  approvalsRequired: number;
  approvalsGiven: number;
  agentId: string;
  agentName: string;
  isTest: boolean;
};

/** Requests by ID, as of now. */
export async function loadRequestSubjects(
  db: Database | Transaction,
  requestIds: string[],
): Promise<Map<string, RequestSubject>> {
  if (requestIds.length === 0) return new Map();
  const rows = await clientOf(db)<Row[]>`
    select r.id, r.state, r.close_reason as "closeReason", r.action_type as "actionType", t.risk, r.action_digest as "actionDigest",
      r.webhook_id as "webhookId", r.owner_id as "ownerId", r.policy_version as "policyVersion",
      r.approvals_required as "approvalsRequired", r.approvals_given as "approvalsGiven", r.is_break_glass as "isBreakGlass",
      r.created_at as "createdAt", r.expires_at as "expiresAt", r.closed_at as "closedAt",
      a.id as "agentId", a.name as "agentName", a.is_test as "isTest",
      (select d.reason_code from approvals d where d.id = coalesce(r.standing_denial_id,
        (select id from approvals where request_id = r.id and decision = 'deny' limit 1))) as "denialCode"
    from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
    where r.id = any(${requestIds}::text[])`;
  return new Map(rows.map((row) => [row.id, subjectOf(row)]));
}

function subjectOf(row: Row): RequestSubject {
  const { agentId, agentName, isTest, approvalsRequired, approvalsGiven, ...request } = row;
  const facts = {
    ...request,
    approvals: { required: approvalsRequired, given: approvalsGiven },
    createdAt: new Date(row.createdAt),
    expiresAt: new Date(row.expiresAt),
    closedAt: row.closedAt === null ? null : new Date(row.closedAt),
  };
  return { facts, agent: { id: agentId, name: agentName, isTest } };
}
