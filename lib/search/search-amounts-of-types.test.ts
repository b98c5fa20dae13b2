import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { explainText } from "#db/testing/explain";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { search } from "./search.ts";
import { newestWithAmount } from "./search-amounts-of-types.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const admin = await workspace.person("Ada", ["admin"]);
const owner = await workspace.person("Olga");
const member = await workspace.person("Mia");
const other = await workspace.person("Otto");
const roleless = await workspace.person("Nia", []);

const agent = await workspace.agent("Bot", owner);
const usd = { amount: "1250", currency: "USD" };
const refund = await workspace.request(agent, { ...usd, resource: "charge/1", secondsAgo: 90 });
const group = await workspace.group([member, roleless]);
const grouped = await workspace.request(agent, {
  ...{ amount: "1250", currency: "EUR", resource: "charge/2", secondsAgo: 80 },
  requirements: [{ approvers: { group }, count: 1 }],
});
const payment = await workspace.request(agent, { ...usd, actionType: "payment.create", secondsAgo: 70 });
await workspace.request(agent, { amount: "1.25", currency: "USD", secondsAgo: 60 });
await workspace.request(agent, { amount: "125", currency: "USD", secondsAgo: 50 });

async function found(viewer: Viewer, text: string): Promise<string[]> {
  return (await search(db, { viewer, text, now })).matches.map(({ id }) => id);
}

test("a request is found by its type and amount as its title shows them, in any order", async () => {
  for (const text of ["refund 1250", "1250 refund", "Refund a payment 1,250.00", "request refund 1250"])
    expect(await found(admin, text), text).toEqual([grouped, refund]);
  for (const text of ["Refund 1,250.00 USD", "refund 1250 usd", "refund usd 1250", "1,250.00 USD refund"])
    expect(await found(admin, text), text).toEqual([refund]);
  expect(await found(admin, "Refund 1,250.00 EUR")).toEqual([grouped]);
  expect(await found(admin, "refund.create 1250")).toEqual([grouped, refund]);
  for (const text of ["payment.create 1250", "payment.create 1,250.00 USD", "make a payment 1250"])
    expect(await found(admin, text), text).toEqual([payment]);
  for (const text of ["Pay 1,250.00 USD", "pay 1250 usd"])
    expect(await found(admin, text), text).toEqual([payment, refund]);
  expect(await found(admin, "pay 1250")).toEqual([payment, grouped, refund]);
});

test("a type is found by its ID, and by the sentence that titles its requests without the placeholders", async () => {
  expect(await found(admin, "payment.create")).toEqual([payment]);
  await db.$client`update action_types set title = 'Send money' where type = 'payment.create'`;
  expect(await found(admin, "pay 1,250.00 EUR")).toEqual([grouped]);
  await db.$client`
    update action_types set descriptor = jsonb_set(descriptor, '{sentence}', '"Transfer {amount}"') where type = 'payment.create'`;
  expect(await found(admin, "Transfer 1,250.00 USD")).toEqual([payment]);
  expect(await found(admin, "amount 1250")).toEqual([]);
});

test("a word of three letters next to the amount may belong to the type", async () => {
  await db.$client`update action_types set title = 'Pay out' where type = 'payment.create'`;
  for (const text of ["pay out 1250", "pay out 1250 usd"])
    expect(await found(admin, text), text).toEqual([payment]);
});

test("an amount next to a type is never another amount", async () => {
  for (const text of [
    ...["refund 1.250", "refund 1.250 USD", "refund 1,25", "refund 1.250,00", "refund 12,50", "refund 1 250"],
    ...["refund 1251", "refund 1250.01", "refund 1250 GBP", "refund nothing 1250", "delete 1250"],
  ]) {
    const ids = await found(admin, text);
    for (const id of [refund, grouped, payment]) expect(ids, text).not.toContain(id);
  }
});

test("a request is found by its type and amount by those who may open it", async () => {
  expect(await found(owner, "refund 1250")).toEqual([grouped, refund]);
  expect(await found(member, "refund 1250")).toEqual([grouped]);
  expect(await found(member, "refund 1250 usd")).toEqual([]);
  for (const viewer of [other, roleless]) expect(await found(viewer, "refund 1250")).toEqual([]);
});

test("of one type, the newest 5,000 of any time are compared, without reading all requests", async () => {
  await db.$client`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at, amount, currency)
    select 'req_zz' || lpad(n::text, 24, '0'), ${agent.id}, 'key', n::text, '\\x00', 'allowed', '{}',
      case when n > 1000 then 'data.read' else 'record.delete' end, 'd', ${other.personId},
      1, 1, '{}', 1, 300, now(), now(), now(), n, 'USD' from generate_series(1, 31000) n`;
  await db.$client`vacuum analyze requests`;
  expect(await found(admin, "refund 1250 usd")).toEqual([refund]);
  expect(await found(admin, "read 31000")).toHaveLength(1);
  expect(await found(admin, "read 27000")).toHaveLength(1);
  expect(await found(admin, "read 25000")).toEqual([]);
  const amount = { value: "27000", currency: "USD" };
  const look = { viewer: admin, most: 6, now };
  const { sql, params } = new PgDialect().sqlToQuery(newestWithAmount(["data.read"], amount, look));
  const { nodes, blocks } = await explainText(db, sql, params as string[]);
  expect(nodes).not.toContain("Seq Scan");
  expect(nodes.join()).toContain("on requests_type");
  expect(blocks).toBeLessThan(25_000);
});
