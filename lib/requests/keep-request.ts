import type { Database } from "#db/client";
import type { AuditRow } from "#lib/audit/record";
import { expiryDueAt, scheduleExpiry } from "#lib/jobs/schedule-expiry";
import { countUse, type Limit } from "#lib/limits/take";
import type { NewRequest, StoredGrant } from "./new-request.ts";

/** What is written together. */
export interface Keeping {
  request: NewRequest;
  grant: StoredGrant | undefined;
  event: AuditRow;
  /** How often the agent may ask. */
  limit: Limit;
}

/**
 * Writes a new request with all that belongs to it, unless its webhook-id is known, the agent has lost its standing, or it asks too often.
 *
 * One statement, so one round trip and one transaction. The share lock on the agent's row is what makes it safe against an owner
 * leaving at the same moment (invariant 8): either this waits and then sees the agent quarantined, or the offboarding waits and
 * then sees this request.
 * @returns whether it was kept, and how many asks the agent has made in the limit's window.
 */
export async function keepRequest(
  db: Database,
  { request: r, grant, event, limit }: Keeping,
): Promise<{ isKept: boolean; uses: number }> {
  const sql = db.$client;
  const nothing = sql`select null as nothing where false`;
  const dueAt = grant ? expiryDueAt(grant.expiresAt, "grant") : expiryDueAt(r.expiresAt, "request");
  const expires = grant !== undefined || r.state === "pending";
  const [row] = await sql<{ id: string | null; uses: number }[]>`
    with use as (${countUse(sql, limit, r.createdAt)}),
    standing as (
      select id from agents where id = ${r.agentId} and status = 'active' and owner_epoch = ${r.ownerEpoch} for share),
    request as (
      insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, reason, context,
        owner_id, owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
      select ${r.id}, ${r.agentId}, ${r.agentKeyId}, ${r.webhookId}, ${r.bodyHash}::bytea, ${r.state}, ${r.action}, ${r.actionType},
        ${r.actionDigest}, ${r.reason}, ${r.context}, ${r.ownerId}, ${r.ownerEpoch}::int, ${r.policyVersion}::int, ${r.ruleIds}::text[],
        ${r.approvalsRequired}::int, ${r.grantTtlSeconds}::int, ${r.createdAt.toISOString()}::timestamptz,
        ${r.expiresAt.toISOString()}::timestamptz, ${r.closedAt?.toISOString() ?? null}::timestamptz
      from standing, use where use.count <= ${limit.limit}::int
      on conflict (agent_id, webhook_id) do nothing returning id),
    issued as (${grant ? insertGrant(sql, r, grant) : nothing}),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select ${event.id}, ${event.at.toISOString()}::timestamptz, ${event.type}, ${event.actorId}, ${event.personId}, ${event.agentId},
        ${event.requestId}, ${event.body}::bytea from request)
    ${expires ? sql`, ${scheduleExpiry(sql, "request", dueAt)}` : sql`, expiry_job as (${nothing})`}
    select (select id from request) as id, (select count from use) as uses, (select count(*) from expiry_job) as jobs`;
  return { isKept: row?.id === r.id, uses: row?.uses ?? 0 };
}

function insertGrant(sql: Database["$client"], r: NewRequest, grant: StoredGrant) {
  return sql`
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
    select ${grant.id}, id, ${r.agentId}, ${r.ownerId}, ${r.ownerEpoch}::int, ${r.actionDigest}, ${grant.kid}, ${grant.claims}, 'issued',
      ${grant.issuedAt.toISOString()}::timestamptz, ${grant.expiresAt.toISOString()}::timestamptz from request`;
}
