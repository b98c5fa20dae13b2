import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { explainText } from "#db/testing/explain";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { search } from "./search.ts";
import { newestOfTypes, searchTypes } from "./search-types.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const admin = await workspace.person("Ada", ["admin"]);
const owner = await workspace.person("Olga");
const member = await workspace.person("Mia");
const other = await workspace.person("Otto");
const roleless = await workspace.person("Nia", []);

const agent = await workspace.agent("Bot", owner);
const first = await workspace.request(agent, { resource: "charge/1", secondsAgo: 90 });
const group = await workspace.group([member, roleless]);
const grouped = await workspace.request(agent, {
  ...{ resource: "charge/2", secondsAgo: 80 },
  requirements: [{ approvers: { group }, count: 1 }],
});

const ids = (found: { id: string }[]) => found.map(({ id }) => id);
const foundBy = async (viewer: Viewer, text: string) => (await search(db, { viewer, text, now })).matches;

test("requests are found by the title of their type, newest first, next to the word for requests too", async () => {
  for (const text of ["refund", "request refund", "payment ref"])
    expect(ids(await foundBy(admin, text)), text).toEqual([grouped, first]);
  for (const text of ["efund", "refund nothing"]) expect(await foundBy(admin, text), text).toEqual([]);
});

test("requests are found by type by those who may open them", async () => {
  expect(ids(await foundBy(owner, "refund"))).toEqual([grouped, first]);
  expect(ids(await foundBy(member, "refund"))).toEqual([grouped]);
  for (const viewer of [other, roleless]) expect(await foundBy(viewer, "refund")).toEqual([]);
});

test("newer requests of the type don't hide a request with the text in its resource", async () => {
  const agent = await workspace.agent("Second bot", other);
  const exact = await workspace.request(agent, { resource: "refund/7", secondsAgo: 9000 });
  expect(ids(await foundBy(admin, "refund"))).toEqual([exact]);
});

test("of very many types that the text names, 20 are looked up, by title", async () => {
  const agent = await workspace.agent("Report bot", owner);
  await db.$client`
    insert into action_types (type, title, risk, schema)
    select 'report.' || n, 'Report ' || lpad(n::text, 2, '0'), 'read', '{}' from generate_series(1, 21) n`;
  const last = await workspace.request(agent, { wanted: { type: "report.20", params: {} } });
  await workspace.request(agent, { wanted: { type: "report.21", params: {} } });
  expect(ids(await foundBy(admin, "report"))).toEqual([last]);
});

test("the newest of a rare type are read from the end of an index, at any age, not from all requests", async () => {
  const agent = await workspace.agent("Busy bot", other);
  await db.$client`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
    select 'req_zz' || lpad(n::text, 24, '0'), ${agent.id}, 'key', n::text, '\\x00', 'allowed', '{}', 'a.b', 'd', ${other.personId},
      1, 1, '{}', 1, 300, now(), now(), now() from generate_series(1, 20000) n`;
  await db.$client`vacuum analyze requests`;
  const look = { viewer: admin, text: "refund a payment", most: 2, now };
  expect(ids(await searchTypes(db, look))).toEqual([grouped, first]);
  const { sql, params } = new PgDialect().sqlToQuery(newestOfTypes(["refund.create", "a.b"], 6));
  const { nodes, blocks } = await explainText(db, sql, params as string[]);
  expect(nodes.join()).toMatch(/Index (Only )?Scan Backward|requests_type/);
  expect(nodes).not.toContain("Seq Scan");
  expect(blocks).toBeLessThan(50);
});

test("other people's pending requests, newer or sooner to expire, don't hide those of a member's group", async () => {
  const busy = await workspace.agent("Third bot", other);
  const group = await workspace.group([other]);
  for (let n = 0; n <= 100; n++)
    await workspace.request(busy, {
      ...{ resource: "charge/2", lifeSeconds: 300 },
      requirements: [{ approvers: { group }, count: 1 }],
    });
  for (const text of ["refund", "charge/2"])
    expect(ids(await foundBy(member, text)), text).toEqual([grouped]);
  const delegate = await workspace.person("Del");
  await workspace.delegate(member, delegate);
  expect(ids(await foundBy(delegate, "refund"))).toEqual([grouped]);
});
