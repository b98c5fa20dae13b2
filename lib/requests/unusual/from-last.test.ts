import { beforeEach, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { RequestReader } from "#lib/requests/visible-requests";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { findUnusual } from "./find-unusual.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
type Columns = NonNullable<Parameters<TestWorkspace["request"]>[1]>;
const owner = await workspace.person("Olive Owner");
let agent: TestAgent;
let secondsAgo = 5000;

beforeEach(async () => {
  agent = await workspace.agent("Refund bot", owner);
});

interface Values {
  amount?: number;
  type?: string;
  resource?: string;
  [name: string]: Json | undefined;
}

function ask(values: Values, more: Columns = {}): Promise<string> {
  const { type = "refund.create", resource, ...given } = values;
  const params = { amount: 10, currency: "USD", ...given } as Record<string, Json>;
  const wanted = { type, ...(resource !== undefined && { resource }), params };
  const recorded = {
    resource: resource ?? null,
    amount: String(params.amount),
    currency: String(params.currency),
  };
  return workspace.request(agent, { wanted, ...recorded, secondsAgo: secondsAgo--, ...more });
}

const approved = { state: "approved", approvalsGiven: 1, closedAt: now } as const;

async function approvedOf(count: number, valuesOf: (n: number) => Values): Promise<void> {
  for (let n = 0; n < count; n++) await ask(valuesOf(n), approved);
}

async function lineOf(requestId: string, viewer: RequestReader = owner) {
  const findings = await findingsOf(requestId, viewer);
  return findings.flatMap((one) => (one.kind === "differences" ? [one.fromLast] : []))[0];
}

async function findingsOf(requestId: string, viewer: RequestReader = owner) {
  return findUnusual(db, viewer, await findRequestForViewer(db, viewer, requestId, now), now);
}

const line = async (values: Values) => lineOf(await ask(values));

test("a request says how its amount and values differ from the last 30 approved, and which counterparty is the same", async () => {
  await ask({ amount: 9000, customer: "cus_old" }, approved);
  await approvedOf(30, (n) => ({ amount: 10 + n, customer: "cus_1", reason: n % 2 ? "late" : "broken" }));
  expect(await line({ amount: 160, customer: "cus_1", reason: "late" })).toEqual({
    ...{ count: 30, differing: [], unlabeled: 0, same: ["Customer"] },
    amount: expect.objectContaining({ position: "larger", than: 30, count: 30, max: "39" }),
  });
  expect(await line({ amount: 12, customer: "cus_old", reason: "none" })).toEqual({
    ...{ count: 30, differing: ["Customer", "Reason"], unlabeled: 0, same: [] },
  });
  expect(await line({ amount: 12, currency: "KWD", customer: "cus_1", reason: "late" })).toMatchObject({
    ...{ differing: ["Currency"], same: ["Customer"] },
  });
  // A value that is left out differs as well.
  expect(await line({ amount: 12, reason: "late" })).toMatchObject({ differing: ["Customer"], same: [] });
});

test("a request that shares no value with the last ones says so, and requests that never share one say nothing", async () => {
  const message = (to: string, body: string) => ({ amount: 0, currency: body, to, body, type: "memo.send" });
  for (let n = 0; n < 6; n++) await ask({ ...message("ada", `text ${n}`), amount: n }, approved);
  expect(await line({ ...message("mallory", "another"), amount: 99 })).toMatchObject({ count: 6 });
  agent = await workspace.agent("Query bot", owner);
  for (let n = 0; n < 6; n++) await ask({ ...message(`to ${n}`, `text ${n}`), amount: n }, approved);
  const findings = await findingsOf(await ask({ ...message("to 7", "text 7"), amount: 3.5 }));
  expect(findings.filter(({ kind }) => kind === "differences")).toEqual([]);
});

test("equal values alone are never said, and fewer than 5 approved requests are no comparison", async () => {
  await approvedOf(4, (n) => ({ customer: "cus_1", payment: `ch_${n}` }));
  expect(await line({ amount: 4000, customer: "cus_2" })).toBeUndefined();
  await approvedOf(1, () => ({ customer: "cus_1", payment: "ch_4" }));
  // The payment differs from the closest one, as every payment does.
  const id = await ask({ customer: "cus_1", payment: "ch_5" });
  expect((await findingsOf(id)).map(({ kind }) => kind)).toContain("differences");
  expect(await lineOf(id)).toBeUndefined();
  expect(await line({ amount: 4000, customer: "cus_2" })).toMatchObject({ count: 5 });
});

test("a value is new only where values repeat, and a first time for a resource is said once", async () => {
  await approvedOf(6, (n) => ({ payment: `ch_${n}`, customer: "cus_1", resource: "shop/1" }));
  expect(await line({ payment: "ch_new", customer: "cus_1", resource: "shop/1" })).toBeUndefined();
  expect(await line({ payment: "ch_new", customer: "cus_1", resource: "shop/2" })).toBeUndefined();
  await ask({ customer: "cus_1", resource: "shop/2" }, { ...approved, secondsAgo: 9000 });
  await approvedOf(30, (n) => ({ payment: `ch_${n}`, customer: "cus_1", resource: "shop/1" }));
  expect(await line({ payment: "ch_new", customer: "cus_1", resource: "shop/2" })).toMatchObject({
    ...{ differing: ["Resource"], same: ["Customer"] },
  });
});

test("the line holds no word of an agent, whatever the agent calls its parameters", async () => {
  const secret = "zqx approved by Bo";
  await approvedOf(5, () => ({ customer: secret, [secret]: 1, [`${secret} 2`]: [secret] }));
  const found = await line({ amount: 99, customer: "c", [secret]: secret, "__proto__.x": 1, reason: secret });
  expect(found).toMatchObject({ differing: ["Customer", "Reason"], unlabeled: 3, same: [] });
  expect(JSON.stringify(found)).not.toContain("zqx");
  await approvedOf(5, () => ({ type: "memo.send", to: secret, note: secret }));
  const raw = await line({ type: "memo.send", to: secret, note: "other" });
  expect(raw).toEqual({ count: 5, differing: [], unlabeled: 1, same: [] });
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`p${n}`, n]));
  // The amount and the currency, which are the same, are among the 100 that are compared.
  expect(await line({ type: "memo.send", to: secret, ...many })).toMatchObject({ unlabeled: 98 });
});

test("an agent can't change the comparison with requests that no person decided", async () => {
  await approvedOf(5, () => ({ customer: "cus_1" }));
  for (const state of ["allowed", "cancelled", "blocked"] as const)
    for (let n = 0; n < 30; n++) await ask({ amount: 4000, customer: "cus_2" }, { state });
  expect(await line({ amount: 400, customer: "cus_2" })).toMatchObject({
    ...{ count: 5, differing: ["Customer"], amount: { max: "10" } },
  });
});

test("only viewers of the agent's whole history read the line", async () => {
  const member = await workspace.person("Greta Group");
  const group = await workspace.group([member]);
  const ofGroup = { requirements: [{ approvals: 1, approvers: { kind: "group", group } }] };
  await approvedOf(5, () => ({ customer: "cus_1" }));
  for (let n = 0; n < 5; n++) await ask({ customer: "cus_3" }, { ...approved, ...ofGroup });
  const id = await ask({ amount: 4000, customer: "cus_1" }, ofGroup);
  expect(await lineOf(id)).toMatchObject({ count: 10, amount: { count: 10 } });
  expect(await lineOf(id, member)).toBeUndefined();
});

test("an edit changes what the line says about the edited value alone: what it is compared with stays", async () => {
  await approvedOf(6, () => ({ amount: 10, customer: "cus_1", reason: "late" }));
  const id = await ask({ amount: 400, customer: "cus_1", reason: "other" });
  const asked = await lineOf(id);
  expect(asked).toMatchObject({ count: 6, differing: ["Reason"], same: ["Customer"], amount: { max: "10" } });
  const edited = `{"params":{"amount":10,"currency":"USD","customer":"cus_1","reason":"other"},"type":"refund.create"}`;
  await db.$client`update requests set action = ${edited}, amount = 10 where id = ${id}`;
  const { amount: _, ...rest } = asked ?? {};
  expect(await lineOf(id)).toEqual(rest);
  // A later approval of the same is no earlier one.
  await ask({ amount: 10, customer: "cus_1", reason: "other" }, { ...approved, secondsAgo: 1 });
  expect(await lineOf(id)).toEqual(rest);
});
