import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { clientOf, type Database } from "#db/client";
import { explainText } from "#db/testing/explain";
import { readableRequests } from "#lib/requests/visible-requests";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { earlierQuery, repeatedQuery } from "./earlier-query.ts";
import { sameCounterpartyQuery } from "./find-same-counterparty.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olga Owner");
const agent = await workspace.agent("Busy bot", owner);
const params = { amount: 10, currency: "USD" };
const columns = { resource: "charge/1", amount: "10", currency: "USD" };

// 20,000 earlier requests, half of them approved: the same resource and type, other actions, and other
// amounts or currencies.
const first = await workspace.request(agent, {
  ...columns,
  amount: "11",
  state: "allowed",
  secondsAgo: 9000,
});
const repeated = { type: "refund.create", resource: "charge/1", params };
const earlier = await workspace.request(agent, {
  ...{ ...columns, wanted: repeated, state: "approved", approvalsGiven: 1, secondsAgo: 8000, closedAt: now },
});
// On a busy machine, it takes longer than a statement may.
await db.$client.begin(async (tx) => {
  await tx`set local statement_timeout = 0`;
  await tx`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
      'webhook_id', 'n' || n, 'state', case when n % 2 = 0 then 'allowed' else 'approved' end, 'approvals_given', 1,
      'action_digest', 'digest ' || n, 'amount', case when n % 3 = 0 then 10 else 100 + n end, 'currency', 'X' || n, 'context', repeat('x', 500)))).*
    from requests r, generate_series(1, 20000) n where r.id = ${first}`;
});
const ids: string[] = [];
for (let n = 0; n < 20; n++)
  ids.push(await workspace.request(agent, { ...columns, wanted: { ...repeated, params: { ...params, n } } }));
ids.push(await workspace.request(agent, { ...columns, wanted: repeated }));

const ofOther = await workspace.request(await workspace.agent("Other bot", owner), columns);

// Those of a flood, each for another amount, and one that repeats an action.
const flooding = [...ids.slice(-1)];
for (let n = 1; n < 500; n++)
  flooding.push(
    await workspace.request(agent, { ...columns, amount: `0.${n}`, wanted: { ...repeated, params: { n } } }),
  );

async function blocksFor(compared: string[]): Promise<number> {
  const scope = readableRequests(owner, now);
  const query = earlierQuery(
    compared.map((id) => ({ id, at: now })),
    { scope, most: 20, now },
  );
  const { rows, blocks } = await blocksOf(query);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([earlier]));
  return blocks;
}

async function blocksOf(query: SQL) {
  const { sql: text, params: values } = new PgDialect().sqlToQuery(query);
  const rows = await db.$client.unsafe<{ id: string }[]>(text, values as string[]);
  return { rows, blocks: (await explainText(db, text, values as string[])).blocks };
}

test.each(["without statistics", "with statistics"])(
  "what was approved before is found by indexes, however long the history is: %s",
  async (statistics) => {
    if (statistics === "with statistics") await db.$client.unsafe("vacuum analyze");
    expect(await blocksFor(ids.slice(-1))).toBeLessThan(60);
    expect(await blocksFor(ids)).toBeLessThan(60 * ids.length);
  },
);

test("an agent's own earlier request is found by an index, also by a plan that is made once for all agents", async () => {
  const query = earlierQuery(
    ids.map((id) => ({ id, at: now })),
    { scope: sql`r.agent_id = c.agent_id`, most: 20, isExact: true, now },
  );
  const { sql: text, params } = new PgDialect().sqlToQuery(query);
  const values = params.map((value) =>
    Array.isArray(value) ? `'{${value.map((each) => `"${each}"`).join(",")}}'` : `'${value}'`,
  );
  const { blocks } = await db.transaction(async (tx) => {
    await tx.execute(sql`set local plan_cache_mode = force_generic_plan`);
    await tx.execute(sql.raw(`prepare own_repeats as ${text}`));
    return explainText(
      { $client: clientOf(tx) } as unknown as Database,
      `execute own_repeats(${values.join(", ")})`,
      [],
    );
  });
  expect(blocks).toBeLessThan(60 * ids.length);
});

test.each(["without statistics", "with statistics"])(
  "how many of 500 requests repeat, and the day of a counterparty, are found by indexes: %s",
  async (statistics) => {
    if (statistics === "with statistics") await db.$client.unsafe("vacuum analyze");
    const scope = readableRequests(owner, now);
    const many = await blocksOf(
      repeatedQuery(
        flooding.map((id) => ({ id, at: now })),
        { scope, now },
      ),
    );
    // Only the action of one is the same; each of the others is looked for in two indexes.
    expect(many.rows.map(({ id }) => id)).toEqual(ids.slice(-1));
    expect(many.blocks).toBeLessThan(25 * flooding.length);
    const wanted = [...ids, ofOther].map((id, n) => ({
      ...{ id, counterparties: [{ path: ["customer"], value: `cus_${n}` }] },
    }));
    const day = await blocksOf(sameCounterpartyQuery(wanted, { scope, at: now, now }));
    expect(day.rows).toEqual([]);
    // 1,500 requests of an agent's day, once for all that are compared.
    expect(day.blocks).toBeLessThan(4 * 1500);
  },
);
