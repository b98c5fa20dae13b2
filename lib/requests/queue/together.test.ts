import { expect, test } from "vitest";
import { mostTogether } from "#lib/approvals/together/batch";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Action } from "#lib/policy/language/action";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { listDecidable } from "../decidable-requests.ts";
import { findTogetherGroups } from "./find-groups.ts";
import { listTogether } from "./list-together.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olga Owner");
const other = await workspace.person("Otto Other");
const secret = "0123456789abcdef0123456789abcdef" as MasterSecret;
let agent: TestAgent;

const payment = (params: object = {}): Action => ({
  type: "payment.create",
  resource: "invoice/7",
  params: { amount: 10, currency: "USD", ...params },
});
const list = (type = "payment.create", person = owner) =>
  listTogether(
    db,
    { personId: person.personId, roles: ["approver"] },
    { agentId: agent.id, type },
    { secret, now },
  );
const groups = async (person = owner) =>
  (await findTogetherGroups(db, await listDecidable(db, person.personId, { now }))).map(
    ({ agent: { name }, type }) => [name, type],
  );

async function newAgent(name: string): Promise<void> {
  agent = await workspace.agent(name, owner);
}

test("requests of one agent and type form a group, and only the person who may decide sees it", async () => {
  await newAgent("Payer");
  for (const wanted of [payment(), payment({ amount: 11 }), { ...payment(), type: "refund.create" }])
    await workspace.request(agent, { wanted });
  expect(await groups()).toEqual([["Payer", "payment.create"]]);
  expect(await groups(other)).toEqual([]);
  const { requests, alone, hasMore } = await list();
  expect(requests.map(({ offer }) => offer.statement.action.params.amount)).toEqual([10, 11]);
  expect([alone, hasMore]).toEqual([[], false]);
  expect((await list("payment.create", other)).requests).toEqual([]);
});

test("a group has the number of its requests and their exact total in each currency", async () => {
  await newAgent("Summed");
  const totals = async () =>
    (await findTogetherGroups(db, await listDecidable(db, owner.personId, { now })))
      .filter(({ agent: { name } }) => name === "Summed")
      .map(({ count, totals: each }) => [count, each]);
  for (const amount of ["10.10", "0.2"])
    await workspace.request(agent, { wanted: payment(), amount, currency: "USD" });
  await workspace.request(agent, { wanted: payment(), amount: "7", currency: "EUR" });
  expect(await totals()).toEqual([
    [
      3,
      [
        { value: "10.30", currency: "USD" },
        { value: "7", currency: "EUR" },
      ],
    ],
  ]);
  await workspace.request(agent, { wanted: payment() });
  expect(await totals()).toEqual([[4, undefined]]);
});

test("an expired, decided or cancelled request is in no group", async () => {
  await newAgent("Late");
  await workspace.request(agent, { wanted: payment() });
  await workspace.request(agent, { wanted: payment(), lifeSeconds: -1 });
  await workspace.request(agent, { wanted: payment(), state: "cancelled", closedAt: now });
  await workspace.decision(await workspace.request(agent, { wanted: payment() }), owner, "approve");
  expect((await groups()).filter(([name]) => name === "Late")).toEqual([]);
  expect((await list()).requests).toHaveLength(1);
});

test("a page has at most twenty requests, the first to expire, and says that there are more", async () => {
  await newAgent("Many");
  for (let left = 30; left > 0; left--)
    await workspace.request(agent, { wanted: payment({ amount: left }), lifeSeconds: 100 + left });
  const { requests, hasMore } = await list();
  expect(requests.map(({ view }) => view.action.params.amount)).toEqual(
    Array.from({ length: mostTogether }, (_, index) => index + 1),
  );
  expect(hasMore).toBe(true);
});

test("the queue finds its groups without reading an action, which the page of a group renders", async () => {
  await newAgent("Unread");
  for (const amount of [10, 11]) await workspace.request(agent, { wanted: payment({ amount }) });
  await db.$client`update requests set action = 'unreadable' where agent_id = ${agent.id}`;
  expect((await groups()).filter(([name]) => name === "Unread")).toHaveLength(1);
  await expect(list()).rejects.toThrow(SyntaxError);
  await db.$client`update requests set state = 'cancelled', closed_at = now() where agent_id = ${agent.id}`;
});

test.each<[string, Action, object, string]>([
  ["destructive", { type: "record.delete", params: { count: 1, table: "users" } }, {}, "destructive"],
  ["of an unknown type", { type: "unknown.type", params: {} }, {}, "unclassified"],
  [
    "of an unknown type with a built-in description",
    { type: "http.get.api.example", params: { method: "GET", path: "/" } },
    {},
    "unclassified",
  ],
  ["shown without description", payment({ amount: "ten" }), {}, "not_described"],
  [
    "with number matching",
    payment(),
    { safeguards: { numberMatching: true, readingSeconds: 0, allowEdits: false } },
    "number_matching",
  ],
])("an action %s is approved alone", async (name, wanted, columns, obstacle) => {
  await newAgent(name);
  for (const id of [1, 2]) await workspace.request(agent, { wanted, ...columns, webhookId: `${name}${id}` });
  // Only the page of the group reads the actions.
  const isNamed = obstacle === "not_described";
  expect((await groups()).filter(([of]) => of === name)).toHaveLength(isNamed ? 1 : 0);
  const { requests, alone } = await list(wanted.type);
  expect(requests).toEqual([]);
  expect(alone.map((each) => each.obstacle)).toEqual([obstacle, obstacle]);
});

test("a shell command that can't be inspected is approved alone, and others together", async () => {
  await newAgent("Shell");
  const { version, rules, defaultOutcome, unclassified, catalog } = await versionInForce(db);
  await db.transaction((tx) =>
    insertVersion(tx, {
      ...{ version: version + 1, rules, defaultOutcome, unclassified, now },
      actor: { type: "system", id: "test" },
      catalog: catalog.map((entry) => (entry.type === "shell.run" ? { ...entry, risk: "write" } : entry)),
    }),
  );
  for (const command of ["ls", "cat README.md", 'eval "$X"'])
    await workspace.request(agent, {
      wanted: { type: "shell.run", params: { command } },
      policyVersion: version + 1,
    });
  const { requests, alone } = await list("shell.run");
  expect(requests.map(({ view }) => view.action.params.command)).toEqual(["ls", "cat README.md"]);
  expect(alone.map(({ obstacle }) => obstacle)).toEqual(["not_inspected"]);
});
