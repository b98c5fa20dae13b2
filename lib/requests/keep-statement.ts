import type postgres from "postgres";
import type { KeepingColumns } from "./keep-request.ts";

/** What became of one request of a batch. */
export interface Kept {
  isKept: boolean;
  /** Not kept because too many requests of the agent wait for a person. */
  isFull: boolean;
  /** False when somebody is changing the agent or the key at this moment: it was neither kept nor refused. */
  isSettled: boolean;
  /** How many asks the agent has made in the limit's window, this one included; null when it was counted before. */
  uses: number | null;
}

/**
 * The one statement that keeps requests: request, audit event, grant, the count of asks and the job that will expire them commit together
 * (invariant 10). One round trip and one transaction, however many requests.
 *
 * The share locks on the rows of agent and key are what makes it safe against an owner leaving at the same moment (invariant 8): either
 * the offboarding comes first and this sees the agent quarantined, or this comes first and the offboarding sees this request.
 * Everything is locked in one order (limits, agents, keys, webhook-ids), so that two batches never wait for each other.
 * @param options.mayWait whether to wait for whoever holds agent or key; else such a request is left unsettled.
 * @param options.isCounted whether these asks were counted before.
 */
export async function keepAll(
  sql: postgres.ISql,
  batch: KeepingColumns[],
  { mayWait, isCounted }: { mayWait: boolean; isCounted: boolean },
): Promise<Kept[]> {
  const rows = JSON.stringify(batch.map((columns, n) => ({ ...columns, n })));
  return sql<Kept[]>`
    with ${asked(sql, rows)},
    used as (${isCounted ? sql`select null as bucket, null::timestamptz as window_start, null::int as count` : countUses(sql)}),
    standing as materialized (
      select a.id as agent_id, a.owner_epoch, k.id as key_id from (select distinct "agentId", "agentKeyId" from asked) caller
        join agents a on a.id = caller."agentId" and a.status = 'active'
        join agent_keys k on k.id = caller."agentKeyId" and k.agent_id = a.id and k.revoked_at is null
      order by a.id, k.id for share of a, k ${mayWait ? sql`` : sql`skip locked`}),
    ${judged(sql)},
    ${written(sql)}
    select request.id is not null as "isKept", is_full as "isFull", uses::int, is_known or is_full or not is_in_time or request.id is not null
      as "isSettled", (select count(*) from expiry_job) as jobs
    from judged left join request using (id) order by n`;
}

function asked(sql: postgres.ISql, rows: string) {
  return sql`
    asked as materialized (
      select *, row_number() over (partition by bucket, "windowStart" order by n) - count(*) over (partition by bucket, "windowStart") as behind,
        row_number() over (partition by "agentId", "mostPending" is null order by n) as turn
      from json_to_recordset(${rows}::text::json) as asked(
        n int, id text, "agentId" text, "agentKeyId" text, "webhookId" text, "bodyHash" text, state text, action text, "actionType" text,
        "actionDigest" text, resource text, amount numeric, currency text, reason text, context text, "ownerId" text, "ownerEpoch" int,
        "policyVersion" int, "ruleIds" text[], facts jsonb, monitored jsonb, doubt text, "approvalsRequired" int, requirements jsonb,
        "grantTtlSeconds" int, "createdAt" timestamptz, "expiresAt" timestamptz, "closedAt" timestamptz, "grantId" text, kid text, claims text,
        "grantIssuedAt" timestamptz, "grantExpiresAt" timestamptz, "dueAt" timestamptz, "eventId" text, "eventType" text, "actorId" text,
        "eventBody" text, bucket text, "windowStart" timestamptz, most int, "mostPending" int))`;
}

function countUses(sql: postgres.ISql) {
  return sql`
    insert into rate_limits (bucket, window_start, count)
    select bucket, "windowStart", count(*) from asked group by bucket, "windowStart" order by bucket, "windowStart"
    on conflict (bucket, window_start) do update set count = rate_limits.count + excluded.count
    returning bucket, window_start, count`;
}

// An ask whose webhook-id is known is no new one: it is answered whatever waits. The look-ups stand in the select list, because there
// each is sure to go by its index; joined, the planner might read the whole table for a batch.
function judged(sql: postgres.ISql) {
  return sql`
    looked_up as materialized (
      select asked.*, used.count + asked.behind as uses, standing.agent_id is not null as stands,
        exists (select from requests r where r.agent_id = asked."agentId" and r.webhook_id = asked."webhookId" offset 0) as is_known,
        case when asked."mostPending" is null then 0 else (select count(*) from (
          select from requests r where r.agent_id = asked."agentId" and r.state = 'pending' and r.expires_at > asked."createdAt"
          limit asked."mostPending") as waiting) end as waiting
      from asked left join used on used.bucket = asked.bucket and used.window_start = asked."windowStart"
        left join standing on standing.agent_id = asked."agentId" and standing.key_id = asked."agentKeyId"
          and standing.owner_epoch = asked."ownerEpoch"),
    judged as materialized (
      select looked_up.*, uses is null or uses <= most as is_in_time,
        "mostPending" is not null and not is_known and turn + waiting > "mostPending" as is_full from looked_up)`;
}

function written(sql: postgres.ISql) {
  return sql`
    request as (
      insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, resource, amount, currency,
        reason, context, owner_id, owner_epoch, policy_version, rule_ids, facts, monitored, doubt, approvals_required, requirements,
        grant_ttl_seconds, created_at, expires_at, closed_at)
      select id, "agentId", "agentKeyId", "webhookId", decode("bodyHash", 'base64'), state, action, "actionType", "actionDigest", resource, amount,
        currency, reason, context, "ownerId", "ownerEpoch", "policyVersion", "ruleIds", facts, monitored, doubt, "approvalsRequired", requirements,
        "grantTtlSeconds", "createdAt", "expiresAt", "closedAt"
      from judged where stands and is_in_time and not is_known and not is_full order by "agentId", "webhookId"
      on conflict (agent_id, webhook_id) do nothing returning id),
    kept as materialized (select judged.* from judged join request using (id)),
    issued as (
      insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
      select "grantId", id, "agentId", "ownerId", "ownerEpoch", "actionDigest", kid, claims, 'issued', "grantIssuedAt", "grantExpiresAt"
      from kept where "grantId" is not null),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select "eventId", "createdAt", "eventType", "actorId", "ownerId", "agentId", id, decode("eventBody", 'base64') from kept),
    expiry as (
      insert into expiries (due_at) select distinct "dueAt" from kept where "dueAt" is not null order by "dueAt"
      on conflict (due_at) do nothing returning due_at),
    expiry_job as (select graphile_worker.add_job('expire', json_build_object('due_at', due_at), run_at => due_at) from expiry)`;
}
