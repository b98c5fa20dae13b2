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
  /** How many requests of the agent may wait for a person at a time; undefined for any number. */
  mostPending: number;
}

/**
 * Writes a new request with all that belongs to it, unless its webhook-id is known, the agent has lost its standing, it asks too often, or too much of
 * it waits for a person already (asks at the very same moment may go over that by their number).
 *
 * One statement, so one round trip and one transaction. The share lock on the agent's row is what makes it safe against an owner
 * leaving at the same moment (invariant 8): either this waits and then sees the agent quarantined, or the offboarding waits and
 * then sees this request. The same goes for the key's row and its revocation.
 * @returns whether it was kept; whether it was not because too many wait; how many asks the agent has made in the limit's window.
 */
export async function keepRequest(
  db: Database,
  { request: r, grant, event, limit, mostPending }: Keeping,
): Promise<{ isKept: boolean; isFull: boolean; uses: number }> {
  const sql = db.$client;
  const nothing = sql`select null as nothing where false`;
  const dueAt = grant ? expiryDueAt(grant.expiresAt, "grant") : expiryDueAt(r.expiresAt, "request");
  const isPending = r.state === "pending";
  const expires = grant !== undefined || isPending;
  const [row] = await sql<{ id: string | null; uses: number; isFull: boolean }[]>`
    with use as (${countUse(sql, limit, r.createdAt)}),
    standing as (
      select a.id from agents a join agent_keys k on k.id = ${r.agentKeyId} and k.agent_id = a.id and k.revoked_at is null
      where a.id = ${r.agentId} and a.status = 'active' and a.owner_epoch = ${r.ownerEpoch} for share),
    room as (select ${isPending ? isFullOf(sql, r, mostPending) : sql`false`} as is_full),
    request as (
      insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, reason, context,
        owner_id, owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
      select ${r.id}, ${r.agentId}, ${r.agentKeyId}, ${r.webhookId}, ${r.bodyHash}::bytea, ${r.state}, ${r.action}, ${r.actionType},
        ${r.actionDigest}, ${r.reason}, ${r.context}, ${r.ownerId}, ${r.ownerEpoch}::int, ${r.policyVersion}::int, ${r.ruleIds}::text[],
        ${r.approvalsRequired}::int, ${r.grantTtlSeconds}::int, ${r.createdAt.toISOString()}::timestamptz,
        ${r.expiresAt.toISOString()}::timestamptz, ${r.closedAt?.toISOString() ?? null}::timestamptz
      from standing, use, room where use.count <= ${limit.limit}::int and not room.is_full
      on conflict (agent_id, webhook_id) do nothing returning id),
    issued as (${grant ? insertGrant(sql, r, grant) : nothing}),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select ${event.id}, ${event.at.toISOString()}::timestamptz, ${event.type}, ${event.actorId}, ${event.personId}, ${event.agentId},
        ${event.requestId}, ${event.body}::bytea from request)
    ${expires ? sql`, ${scheduleExpiry(sql, "request", dueAt)}` : sql`, expiry_job as (${nothing})`}
    select (select id from request) as id, (select count from use) as uses, (select is_full from room) as "isFull",
      (select count(*) from expiry_job) as jobs`;
  return { isKept: row?.id === r.id, isFull: row?.isFull ?? false, uses: row?.uses ?? 0 };
}

// An ask whose webhook-id is known is no new one: it is answered whatever waits.
function isFullOf(sql: Database["$client"], r: NewRequest, mostPending: number) {
  return sql`
    (select count(*) from (
      select from requests where agent_id = ${r.agentId} and state = 'pending' and expires_at > ${r.createdAt.toISOString()}::timestamptz
      limit ${mostPending}) as waiting) >= ${mostPending}
    and not exists (select from requests where agent_id = ${r.agentId} and webhook_id = ${r.webhookId})`;
}

function insertGrant(sql: Database["$client"], r: NewRequest, grant: StoredGrant) {
  return sql`
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
    select ${grant.id}, id, ${r.agentId}, ${r.ownerId}, ${r.ownerEpoch}::int, ${r.actionDigest}, ${grant.kid}, ${grant.claims}, 'issued',
      ${grant.issuedAt.toISOString()}::timestamptz, ${grant.expiresAt.toISOString()}::timestamptz from request`;
}
