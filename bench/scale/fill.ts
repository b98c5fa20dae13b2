import type postgres from "postgres";
import type { Database } from "#db/client";
import { mergeSubtotals } from "#lib/facts/merge-subtotals";
import { firstIdAt } from "#lib/kernel/ids";
import { withMadeIds } from "#lib/testing/made-ids";
import { createWorkspace, type Place } from "../workspace.ts";

/** What the tables are filled with. */
export interface Size {
  people: number;
  agents: number;
  requests: number;
}

const batch = 20_000;

const createdAt = new Date("2025-01-01T00:00:00Z");

/** The ID of the nth person, agent or key of a filled database, from 1. */
export function filledId(prefix: "per" | "agt" | "key", n: number): string {
  return `${stem(prefix)}${String(n).padStart(16, "0")}`;
}

/** Prefix and time of {@link filledId}, before its number of 16 digits. */
function stem(prefix: "per" | "agt" | "key"): string {
  return firstIdAt(prefix, createdAt).slice(0, prefix.length + 11);
}

/**
 * Fills the tables as a busy year leaves them: every eighth request by agent 1, the others spread
 * over all agents; 70% auto-approved, 20% decided, 5% blocked, 5% expired and the newest 1,000
 * pending; a grant for each approved request; five audit events for each. People own agents, and
 * decide requests, in turn. A database that is already filled stays as it is.
 * @returns when it was filled.
 * @throws if an earlier fill was interrupted, or had another size.
 */
export async function fill({ db, secret }: Pick<Place, "db" | "secret">, size: Size): Promise<Date> {
  const before = await findFilled(db);
  if (before && before.requests !== size.requests)
    throw new Error(
      `The folder contains ${before.requests} requests. Pass --requests ${before.requests}, or another folder.`,
    );
  if (before) return before.at;
  await createWorkspace(db, secret, 0);
  const sql = await db.$client.reserve();
  try {
    // A batch may take longer than a statement of the product may.
    await sql`set statement_timeout = 0`;
    await fillTables(sql, size);
    await mergeSubtotals(db, new Date());
    await sql`vacuum analyze`;
    const at = new Date();
    await sql`create table bench_filled (requests integer not null, at timestamptz not null)`;
    await sql`insert into bench_filled values (${size.requests}, ${at.toISOString()})`;
    return at;
  } finally {
    sql.release();
  }
}

async function findFilled({ $client: sql }: Database): Promise<{ requests: number; at: Date } | undefined> {
  const [tables] = await sql`
    select to_regclass('bench_filled') is not null as "isFilled", exists (select from workspace) as "isStarted"`;
  if (tables?.isStarted && !tables.isFilled)
    throw new Error("The database wasn't filled to its end. Delete its folder, and run the bench again.");
  if (!tables?.isFilled) return undefined;
  const [row] = await sql<{ requests: number; at: Date }[]>`select requests, at from bench_filled`;
  return row && { requests: row.requests, at: new Date(row.at) };
}

async function fillTables(sql: postgres.ISql, { people, agents, requests }: Size): Promise<void> {
  const [person, agent, key] = [stem("per"), stem("agt"), stem("key")];
  const admin = filledId("per", 1);
  await sql`
    insert into people (id, name, email, status, roles, created_at)
    select ${person} || lpad(n::text, 16, '0'), 'Olive ' || n, n || '@example.com', 'active', case when n = 1 then '{admin,approver,auditor}' else '{approver}' end::text[], now()
    from generate_series(1, ${people}::int) n`;
  await sql`
    insert into agents (id, name, owner_id, status, created_by, created_at)
    select ${agent} || lpad(n::text, 16, '0'), 'Bot ' || n, ${person} || lpad((1 + n % ${people}::int)::text, 16, '0'), 'active', ${admin}, now() from generate_series(1, ${agents}::int) n`;
  await sql`
    insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at)
    select ${key} || lpad(n::text, 16, '0'), ${agent} || lpad(n::text, 16, '0'), 'ed25519', convert_to(n::text, 'UTF8'), 'test', now(), now() + interval '60 days'
    from generate_series(1, ${agents}::int) n`;
  await withMadeIds(sql, async () => {
    for (let first = 1; first <= requests; first += batch)
      await fillBatch(sql, { first, last: Math.min(requests, first + batch - 1), people, agents, requests });
  });
}

interface Batch {
  first: number;
  last: number;
  people: number;
  agents: number;
  requests: number;
}

async function fillBatch(
  sql: postgres.ISql,
  { first, last, people, agents, requests }: Batch,
): Promise<void> {
  await sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id, owner_epoch,
      policy_version, rule_ids, resource, amount, currency, approvals_required, approvals_given, grant_ttl_seconds, created_at, expires_at, closed_at)
    select made_id('req_', at, n), ${stem("agt")} || lpad(agent::text, 16, '0'), ${stem("key")} || lpad(agent::text, 16, '0'), 'msg_' || md5(n::text), '\\x00', state,
      '{"params":{"amount":' || n % 5000 || ',"currency":"USD"},"resource":"charge/ch_' || n % 9973 || '","type":"' || type || '"}', type,
      md5(n::text), ${filledId("per", 1)}, 1, 1, case when n % 50 = 0 then '{}' else '{rule}'::text[] end,
      'charge/ch_' || n % 9973, n % 5000, 'USD', 1, 1, 300, at, at + interval '15 minutes',
      case when state <> 'pending' then at + case when state in ('approved', 'denied') then (n % 600) * interval '1 second' else interval '0' end end
    from (
      select n, now() - interval '365 days' * (${requests}::float - n) / ${requests}::float as at,
        case when n % 8 = 0 then 1 else 1 + n % ${agents}::int end as agent,
        case when n % 100000 = 7 then 'database.drop' when n % 3 = 0 then 'email.send' else 'refund.create' end as type,
        case when n > ${requests}::int - 1000 then 'pending' when n % 100 < 70 then 'allowed' when n % 100 < 85 then 'approved'
          when n % 100 < 90 then 'denied' when n % 100 < 95 then 'blocked' else 'expired' end as state
      from generate_series(${first}::int, ${last}::int) n) made`;
  await sql`
    update requests set expires_at = now() + interval '30 days' + right(id, 16)::bigint % 1000 * interval '1 second' where state = 'pending'`;
  await sql`
    insert into approvals (id, request_id, person_id, decision, capacity, note, reason_code, statement, credential_id, public_key, authenticator_data,
      client_data_json, signature, passkey_origin, shown_at, created_at)
    select made_id('apr_', closed_at, right(id, 16)::bigint), id, ${stem("per")} || lpad((1 + right(id, 16)::bigint / 2 % ${people}::int)::text, 16, '0'), case state when 'denied' then 'deny' else 'approve' end, 'owner', 'No',
      case state when 'denied' then 'not_now' end, bytes, 'credential', bytes, bytes, bytes, bytes, '{}'::jsonb, closed_at - interval '20 seconds', closed_at
    from requests, convert_to(repeat('{"a":1}', 40), 'UTF8') bytes
    where state in ('approved', 'denied') and right(id, 16)::bigint between ${first} and ${last}`;
  await sql`
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at, closed_at)
    select made_id('gnt_', closed_at, right(id, 16)::bigint), id, agent_id, owner_id, 1, action_digest, 'kid', repeat('x', 700),
      case when right(id, 1) = '0' then 'issued' else 'redeemed' end, closed_at, closed_at + interval '5 minutes',
      case when right(id, 1) <> '0' then closed_at end
    from requests where state in ('allowed', 'approved') and right(id, 16)::bigint between ${first} and ${last}`;
  await sql`
    insert into audit_events (id, at, type, actor_id, agent_id, request_id, body)
    select id, created_at, type, agent_id, agent_id, request_id, convert_to(concat('{"actor":{"id":"', agent_id,
      '","type":"agent"},"at":"', created_at, '","data":{"action":"', action_type, '","digest":"', action_digest, '","resource":"', resource,
      '"},"id":"', id, '","subject":{"agent":"', agent_id, '","request":"', request_id, '"},"type":"', type, '","v":1}'), 'UTF8')
    from (
      select 'evt_' || substr(id, 5, 10) || lpad((right(id, 16)::bigint * 5 + kind)::text, 16, '0') as id, id as request_id, created_at,
        agent_id, action_type, action_digest, resource,
        (array['request.' || state, 'grant.redeemed', 'execution.reported', 'request.approval_given', 'grant.revoked'])[kind + 1] as type
      from requests, generate_series(0, 4) kind where right(id, 16)::bigint between ${first} and ${last}) made`;
}
