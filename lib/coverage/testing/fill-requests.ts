import type { Database } from "#db/client";
import { withMadeIds } from "#lib/testing/made-ids";

const batch = 50_000;

/**
 * A thousand agents, and requests evenly over 90 days: 70 % allowed, 20 % decided by people, 5 %
 * blocked, 5 % expired; a grant for each granted request, and a decision by one of three people for
 * each decided request.
 */
export async function fillRequests(
  db: Database,
  { count, now }: { count: number; now: Date },
): Promise<void> {
  const sql = db.$client;
  await sql`insert into workspace (name, created_at) values ('Bench', now())`;
  await sql`insert into people (id, name, email, status, roles, created_at) select 'per_' || n, 'Olive ' || n, n || '@example.com', 'active', '{approver}', now() from generate_series(1, 3) n`;
  await sql`
    insert into agents (id, name, owner_id, status, created_by, created_at) select 'agt_' || n, 'Bot ' || n, 'per_1', 'active', 'per_1', now() from generate_series(0, 999) n`;
  await sql`
    insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at)
    select 'key_' || n, 'agt_' || n, 'ed25519', convert_to(n::text, 'UTF8'), 'test', now(), now() + interval '60 days' from generate_series(0, 999) n`;
  await withMadeIds(sql, async () => {
    for (let first = 0; first < count; first += batch)
      await fillBatch(sql, { first, last: Math.min(count, first + batch) - 1, count, now });
  });
  await sql`vacuum analyze`;
}

interface Batch {
  first: number;
  last: number;
  count: number;
  now: Date;
}

async function fillBatch(sql: Database["$client"], { first, last, count, now }: Batch): Promise<void> {
  await sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id, owner_epoch,
      policy_version, rule_ids, approvals_required, approvals_given, grant_ttl_seconds, created_at, expires_at, closed_at, unchecked, monitored)
    select made_id('req_', at, n), 'agt_' || n % 1000, 'key_' || n % 1000, n::text, '\\x00', state, '{"params":{"a":"' || repeat('x', 250) || '"},"type":"refund.create"}', 'refund.create', 'd', 'per_1',
      1, 1, case when n % 50 = 0 then '{}' else '{rule}'::text[] end, 1, 1, 300, at, at + interval '15 minutes',
      at + case when state in ('approved', 'denied') then (n % 600) * interval '1 second' else interval '0' end,
      case when n % 1000 = 1 then 'rules' when n % 10000 = 2 then 'policy' end,
      case when n % 20 = 0 then '{"ruleIds":["m"],"outcome":"block"}'::jsonb end
    from (select n, ${now.toISOString()}::timestamptz - interval '90 days' * (${count}::float - n) / ${count}::float as at,
      case when n % 100 < 70 then 'allowed' when n % 100 < 85 then 'approved' when n % 100 < 90 then 'denied' when n % 100 < 95 then 'blocked' else 'expired' end as state
      from generate_series(${first}::int, ${last}::int) n) made`;
  await sql`
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at, redeemed_by)
    select 'gnt' || substr(id, 4), id, agent_id, owner_id, 1, 'd', 'kid', '{}', case when used then 'redeemed' else 'issued' end, created_at,
      created_at + interval '5 minutes', case when used then agent_id end
    from (select *, right(id, 16)::bigint % 100 < 80 as used from requests) r
    where state in ('allowed', 'approved') and right(id, 16)::bigint between ${first} and ${last}`;
  await sql`
    insert into approvals (id, request_id, person_id, decision, capacity, note, reason_code, statement, credential_id, public_key, authenticator_data,
      client_data_json, signature, passkey_origin, shown_at, created_at)
    select made_id('apr_', closed_at, right(id, 16)::bigint), id, 'per_' || 1 + right(id, 16)::bigint % 3, case state when 'denied' then 'deny' else 'approve' end, 'owner', 'No',
      case state when 'denied' then 'not_now' end, bytes, 'credential', bytes, bytes, bytes, bytes, '{}'::jsonb, case state when 'approved' then closed_at - interval '20 seconds' end, closed_at
    from requests, convert_to(repeat('{"a":1}', 40), 'UTF8') bytes
    where state in ('approved', 'denied') and right(id, 16)::bigint between ${first} and ${last}`;
  await sql`
    insert into audit_events (id, at, type, actor_id, agent_id, request_id, body)
    select made_id('evt_', at, n * 3 + kind), at, type, 'agt_' || n % 1000, 'agt_' || n % 1000, 'req_' || n, convert_to(repeat('{"a":1}', 60), 'UTF8')
    from (select n, kind, ${now.toISOString()}::timestamptz - interval '90 days' * (${count}::float - n) / ${count}::float as at,
      case when kind = 0 then 'request.' || case when n % 100 < 70 then 'allowed' when n % 100 < 85 then 'approved' when n % 100 < 90 then 'denied' when n % 100 < 95 then 'blocked' else 'expired' end
        when n % 100 < 80 then 'grant.redeemed' else 'grant.revoked' end as type
      from generate_series(${first}::int, ${last}::int) n, generate_series(0, 1) kind where kind = 0 or n % 100 < 85) made`;
}
