import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { explainText } from "#db/testing/explain";
import { now, TestWorkspace } from "#lib/testing/workspace";
import type { ListFilter } from "./list-queue.ts";
import { pageQuery } from "./list-queue.ts";

// `npm run bench -- --scale` measures a million requests of ten thousand agents.
const workspace = await TestWorkspace.open();
const { db } = workspace;
const admin = await workspace.person("Ada Admin", ["admin"]);
const owner = await workspace.person("Olga Owner");
await fill();

async function fill(): Promise<void> {
  const sql = db.$client;
  await sql`
    insert into agents (id, name, owner_id, status, created_by, created_at)
    select 'agt_' || n, 'Bot ' || n, ${admin.personId}, 'active', ${admin.personId}, now() from generate_series(0, 1999) n`;
  await sql`
    insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at)
    select 'key_' || n, 'agt_' || n, 'ed25519', convert_to('key ' || n, 'UTF8'), 'test', now(), now() from generate_series(0, 1999) n`;
  await sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
    select 'req_' || lpad(n::text, 26, '0'), 'agt_' || n % 2000, 'key_' || n % 2000, n, '\\x00', case when n % 50 = 0 then 'denied' else 'allowed' end,
      '{}', case when n = 9 then 'rare.type' when n = 8 then 'record.delete' else 'refund.create' end, 'digest', ${admin.personId}, 1, 1, '{rule}', 1, 300, now(), now(), now()
    from generate_series(1, 20000) n`;
  await sql`update agents set owner_id = ${owner.personId} where id = 'agt_7'`;
  await sql`insert into agent_backups (agent_id, person_id) values ('agt_8', ${owner.personId})`;
  await sql`vacuum analyze`;
}

test.each<[string, ListFilter, number]>([
  ["all requests", { state: "all" }, 51],
  ["closed requests", { state: "decided" }, 51],
  ["a rare type", { state: "all", type: "rare.type" }, 1],
  ["a type that no agent requests", { state: "all", type: "never.requested" }, 0],
  ["a risk with few requests", { state: "all", risk: "destructive" }, 1],
  ["a risk without requests", { state: "all", risk: "production" }, 0],
  ["types that no admin has defined", { state: "all", risk: "unknown" }, 1],
  ["one agent", { state: "all", agent: "agt_7" }, 10],
])(
  "a page of the queue reads the end of an index, however many agents and requests there are: %s",
  async (_, filter, found) => {
    const { sql, params } = new PgDialect().sqlToQuery(pageQuery(admin, filter, now));
    expect(await db.$client.unsafe(sql, params as string[])).toHaveLength(found);
    const { blocks } = await explainText(db, sql, params as string[]);
    expect(blocks).toBeLessThan(14 * found + 100);
  },
);

test("a page of an owner's history reads the owner's agents, however many others there are", async () => {
  const { sql, params } = new PgDialect().sqlToQuery(pageQuery(owner, { state: "all" }, now));
  expect(await db.$client.unsafe(sql, params as string[])).toHaveLength(20);
  const { blocks } = await explainText(db, sql, params as string[]);
  expect(blocks).toBeLessThan(800);
});

test("a page of an owner's closed requests reads the end of an index, also of an agent far busier than the others", async () => {
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', 'req_' || lpad((20000 + n)::text, 26, '0'),
      'webhook_id', 'busy' || n, 'state', 'denied', 'context', repeat('x', 1500)))).* from requests r, generate_series(1, 3000) n
    where r.webhook_id = '7'`;
  // The planner goes by the average agent. This one has as many requests as at a million.
  await db.$client`alter table requests alter agent_id set (n_distinct = 100)`;
  await db.$client`vacuum analyze requests`;
  const page = async (filter: Partial<ListFilter>) => {
    const query = pageQuery(owner, { state: "decided", ...filter }, now);
    const { sql, params } = new PgDialect().sqlToQuery(query);
    const rows = await db.$client.unsafe<{ id: string }[]>(sql, params as string[]);
    const { blocks } = await explainText(db, sql, params as string[]);
    return { ids: rows.map(({ id }) => id), blocks };
  };
  const id = (n: number) => `req_${String(n).padStart(26, "0")}`;
  const first = await page({});
  expect(first.ids).toEqual(Array.from({ length: 51 }, (_, n) => id(23_000 - n)));
  const far = await page({ after: id(20_100) });
  expect(far.ids).toEqual(Array.from({ length: 51 }, (_, n) => id(20_099 - n)));
  for (const { blocks } of [first, far]) expect(blocks).toBeLessThan(500);
});

test.each<[string, ListFilter, number]>([
  ["a type of which none is closed", { state: "decided", type: "rare.type" }, 0],
  ["a risk of which none is closed", { state: "decided", risk: "destructive" }, 0],
  ["a frequent type", { state: "decided", type: "refund.create" }, 51],
])("a page of closed requests doesn't read those of other types: %s", async (_, filter, found) => {
  const { sql, params } = new PgDialect().sqlToQuery(pageQuery(admin, filter, now));
  expect(await db.$client.unsafe(sql, params as string[])).toHaveLength(found);
  expect((await explainText(db, sql, params as string[])).blocks).toBeLessThan(18 * found + 100);
});

test("an agent that makes up types doesn't slow the filter for undefined types down", async () => {
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', 'req_' || lpad((30000 + n)::text, 26, '0'),
      'webhook_id', 'type' || n, 'action_type', 'made.up.' || lpad(n::text, 5, '0')))).* from requests r, generate_series(1, 2000) n
    where r.webhook_id = '9'`;
  await db.$client`vacuum analyze requests`;
  const { sql, params } = new PgDialect().sqlToQuery(
    pageQuery(admin, { state: "all", risk: "unknown" }, now),
  );
  const rows = await db.$client.unsafe<{ id: string }[]>(sql, params as string[]);
  expect(rows.map(({ id }) => id).slice(0, 2)).toEqual(
    [32_000, 31_999].map((n) => `req_${String(n).padStart(26, "0")}`),
  );
  expect(rows).toHaveLength(51);
  const { blocks } = await explainText(db, sql, params as string[]);
  expect(blocks).toBeLessThan(1200);
});

test("a page of one agent's requests doesn't read newer ones of other agents", async () => {
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', 'req_' || lpad((40000 + n)::text, 26, '0'),
      'webhook_id', 'newer' || n, 'agent_id', case when n <= 4000 then 'agt_5' else 'agt_6' end, 'context', repeat('x', 1500)))).*
    from requests r, generate_series(1, 12000) n where r.webhook_id = '9'`;
  await db.$client`vacuum analyze requests`;
  const { sql, params } = new PgDialect().sqlToQuery(pageQuery(admin, { state: "all", agent: "agt_5" }, now));
  expect(await db.$client.unsafe(sql, params as string[])).toHaveLength(51);
  expect((await explainText(db, sql, params as string[])).blocks).toBeLessThan(14 * 51 + 100);
});
