import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import type { Action } from "#lib/policy/language/action";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { RequestReader } from "#lib/requests/visible-requests";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { longestHistory, newestDecided } from "./decided-before.ts";
import { findUnusual } from "./find-unusual.ts";
import { listUnusualAmounts } from "./list-unusual-amounts.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
type Columns = Parameters<TestWorkspace["request"]>[1];

const owner = await workspace.person("Olive Owner");

const agentOf = (name: string) => workspace.agent(name, owner);

function refundOf(amount: number, more: Partial<Action> = {}): Columns {
  const params = { amount, currency: "USD" };
  const wanted = { type: "refund.create", resource: "charge/ch_81", params, ...more };
  return { wanted, resource: wanted.resource, amount: String(amount), currency: "USD" };
}

function approved(agent: TestAgent, columns: Columns): Promise<string> {
  const state = { state: "approved", approvalsGiven: 1, closedAt: now, secondsAgo: 60 } as const;
  return workspace.request(agent, { ...state, ...columns });
}

async function approvedAmounts(agent: TestAgent, ...amounts: number[]): Promise<void> {
  for (const amount of amounts) await approved(agent, refundOf(amount));
}

async function denied(agent: TestAgent, columns: Columns): Promise<string> {
  const id = await workspace.request(agent, { state: "denied", closedAt: now, secondsAgo: 60, ...columns });
  await workspace.decision(id, owner, "deny");
  return id;
}

/** The findings on a new request of the agent, except its differences. */
async function unusual(agent: TestAgent, columns: Columns, viewer: RequestReader = owner) {
  const found = await allUnusual(agent, columns, viewer);
  return found.filter(({ kind }) => kind !== "differences");
}

/** Without what was approved before (approved-before/find-approved-before.test.ts). */
async function allUnusual(agent: TestAgent, columns: Columns, viewer: RequestReader = owner) {
  const id = await workspace.request(agent, columns);
  const all = await findUnusual(db, viewer, await findRequestForViewer(db, viewer, id, now), now);
  const found = all.filter(({ kind }) => kind !== "approved_before");
  // The list of requests says the same about an amount.
  const positions = found.flatMap((one) => (one.kind === "amount" ? [one.position] : []));
  const listed = await listUnusualAmounts(db, viewer, [id], now);
  expect([...listed]).toEqual(positions.map((position) => [id, position]));
  return found;
}

describe("an amount", () => {
  test("larger than the last approved amounts of this type and currency is unusual, with exact numbers", async () => {
    const agent = await agentOf("Exact bot");
    await approvedAmounts(agent, 0.1, 12, 300.25, 45, 12);
    await approved(agent, { ...refundOf(9000), currency: "EUR" });
    await approved(agent, { ...refundOf(9000), actionType: "payment.create" });
    await approved(agent, { ...refundOf(9000), isBreakGlass: true });
    await workspace.request(agent, { ...refundOf(9000), state: "allowed", secondsAgo: 60 });
    await approved(await agentOf("Other bot"), refundOf(9000));
    expect(await unusual(agent, refundOf(1250))).toEqual([
      {
        ...{ kind: "amount", amount: "1250", currency: "USD", position: "larger", than: 5, count: 5 },
        ...{ min: "0.1", median: "12", max: "300.25", values: ["12", "45", "300.25", "12", "0.1"] },
      },
    ]);
    const digits = { ...refundOf(300), amount: "300.2500000000000000000001" };
    expect(await unusual(agent, digits)).toMatchObject([{ position: "larger", amount: digits.amount }]);
    expect(await unusual(agent, { ...refundOf(300), amount: "300.25" })).toEqual([]);
  });

  test("within the usual amounts is no finding, and smaller than nearly all of them is one", async () => {
    const agent = await agentOf("Spread bot");
    const amounts = Array.from({ length: 20 }, (_, n) => 100 + n);
    await approvedAmounts(agent, 5000, ...amounts);
    expect(await unusual(agent, refundOf(117))).toEqual([]);
    // The one outlier does not make 4,000.00 usual.
    expect(await unusual(agent, refundOf(4000))).toMatchObject([{ position: "larger", than: 20, count: 21 }]);
    expect(await unusual(agent, refundOf(7))).toMatchObject([{ position: "smaller", than: 21 }]);
  });

  test("is compared with the last 30 only, with 5 at the least, and only in a code for a currency", async () => {
    const agent = await agentOf("Few bot");
    await approvedAmounts(agent, 1, 2, 3, 4);
    expect(await unusual(agent, refundOf(1250))).toEqual([]);
    await approvedAmounts(agent, ...Array.from({ length: 30 }, () => 50));
    expect(await unusual(agent, refundOf(1250))).toMatchObject([{ count: 30, min: "50", max: "50" }]);
    const odd = "USD, which was approved";
    for (let n = 0; n < 5; n++) await approved(agent, { ...refundOf(5), currency: odd });
    expect(await unusual(agent, { ...refundOf(1250), currency: odd })).toEqual([]);
    for (let n = 0; n < 5; n++) await approved(agent, { ...refundOf(5), currency: null });
    expect(await unusual(agent, { ...refundOf(1250), currency: null })).toEqual([]);
  });
});

describe("a first time", () => {
  const tool = { audience: 'pay."x".example' };

  test("is an action type, a tool or a resource that no approved request had", async () => {
    const agent = await agentOf("New bot");
    await approvedAmounts(agent, 5, 5, 5, 5);
    expect(await unusual(agent, refundOf(5, tool))).toEqual([]);
    await approvedAmounts(agent, 5);
    const other = refundOf(5, { ...tool, resource: "charge/ch_82" });
    const all = { among: 5, isAll: true };
    expect(await unusual(agent, other)).toEqual([
      { kind: "first_for_tool", ...all },
      { kind: "first_for_resource", ...all },
    ]);
    expect(await unusual(agent, refundOf(5, { type: "memo.send" }))).toEqual([
      { kind: "first_for_agent", ...all },
    ]);
    // Not approved by a person: the agent can make such requests alone.
    for (const state of ["allowed", "cancelled"] as const)
      await workspace.request(agent, { ...other, state, secondsAgo: 60 });
    expect(await unusual(agent, other)).toHaveLength(2);
    await approved(agent, other);
    expect(await unusual(agent, other)).toEqual([]);
  });

  test("is looked for in the newest 1,000 decisions, and says so", async () => {
    const agent = await agentOf("Old bot");
    await approved(agent, { ...refundOf(5, tool), secondsAgo: 120 });
    const last = await approved(agent, { ...refundOf(5), secondsAgo: 110 });
    await db.$client`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object(
        'id', left(r.id, 24) || lpad(n::text, 6, '0'), 'webhook_id', 'old' || n))).*
      from requests r, generate_series(1, 998) n where r.id = ${last}`;
    expect(await unusual(agent, refundOf(5, tool))).toEqual([]);
    await approved(agent, refundOf(5));
    expect(await unusual(agent, refundOf(5, tool))).toEqual([
      { kind: "first_for_tool", among: 1000, isAll: false },
    ]);
    // The 1,001st is not read either.
    const history = newestDecided({
      agentId: sql`${agent.id}`,
      before: sql`${"req_~"}`,
      most: longestHistory,
    });
    expect(await db.execute(sql`select from ${history} newest`)).toHaveLength(1000);
  });

  test("of a resource is no finding where each request has its own resource", async () => {
    const agent = await agentOf("Charge bot");
    for (let n = 0; n < 6; n++) await approved(agent, refundOf(5, { resource: `charge/${n}` }));
    expect(await unusual(agent, refundOf(5))).toEqual([]);
  });
});

describe("the differences", () => {
  const whole = (text: string) => ({ text, of: null });
  const memo = (params: Record<string, Json>, more: Partial<Action> = {}): Columns => ({
    wanted: { type: "memo.send", params, ...more },
  });

  test("are from the approved request with the most equal values, the newest of several", async () => {
    const agent = await agentOf("Memo bot");
    await approved(agent, memo({ to: "a", cc: "b", n: 1 }));
    const newest = await approved(agent, memo({ to: "a", cc: "b", n: 2 }, { resource: "inbox/1" }));
    await approved(agent, memo({ to: "a", cc: "c", n: 3 }));
    await workspace.request(agent, { ...memo({ to: "a", cc: "b", n: 4 }), state: "denied", secondsAgo: 60 });
    const [found] = await allUnusual(agent, memo({ to: "a", cc: "b", n: 5 }, { resource: "inbox/2" }));
    expect(found).toEqual({
      ...{ kind: "differences", requestId: newest, at: now, more: 0 },
      shown: [
        { pointer: whole("/resource"), before: whole('"inbox/1"'), after: whole('"inbox/2"') },
        { pointer: whole("/params/n"), before: whole("2"), after: whole("5") },
      ],
    });
    expect(await allUnusual(agent, memo({ to: "a", cc: "b", n: 1 }))).toEqual([]);
    expect(await allUnusual(agent, memo({ to: "z" }))).toEqual([]);
  });

  test("are in the words and formats of the descriptor, where it shows both values in full", async () => {
    const agent = await agentOf("Worded bot");
    await approved(agent, refundOf(1250));
    const found = await allUnusual(agent, refundOf(6000, { resource: "charge/other" }));
    expect(found.find(({ kind }) => kind === "differences")).toMatchObject({
      shown: [
        { pointer: whole("/resource"), before: whole('"charge/ch_81"') },
        {
          ...{ pointer: whole("/params/amount"), before: whole("1250"), after: whole("6000") },
          described: { label: "Amount", before: "1,250.00 USD", after: "6,000.00 USD" },
        },
      ],
    });
  });

  test("are limited in number and count the rest, for hostile names too", async () => {
    const agent = await agentOf("Wide bot");
    await approved(agent, memo({ to: "a" }));
    const many = Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`p${n}/~`, "\u0000"]));
    const params = JSON.parse(`{"__proto__":{"to":"b"},${JSON.stringify(many).slice(1, -1)},"to":"a"}`);
    const [found] = await allUnusual(agent, memo(params));
    expect(found).toMatchObject({ kind: "differences", more: 5 });
    const { shown } = found as { shown: unknown[] };
    expect(shown).toHaveLength(10);
    expect(shown.slice(0, 2)).toEqual([
      { pointer: whole("/params/__proto__"), before: null, after: whole('{"to":"b"}') },
      { pointer: whole("/params/p0~1~0"), before: null, after: whole('"\\u0000"') },
    ]);
  });
});

test("another policy version than for the last approved request of the type is a finding", async () => {
  const agent = await agentOf("Version bot");
  await approved(agent, { ...refundOf(5), secondsAgo: 120, policyVersion: 1 });
  expect(await unusual(agent, refundOf(5))).toEqual([]);
  await approved(agent, { ...refundOf(5), policyVersion: 0 });
  expect(await unusual(agent, refundOf(5))).toEqual([
    { kind: "policy_changed", before: 0, now: 1, publishedAt: now },
  ]);
});

test("a denial of the same action or resource is a finding until the same is approved", async () => {
  const agent = await agentOf("Insistent bot");
  const requestId = await denied(agent, refundOf(900));
  const denial = { kind: "denied_before", requestId, at: now, by: "Olive Owner", reason: "Not this one" };
  expect(await unusual(agent, refundOf(900))).toEqual([{ ...denial, same: "action" }]);
  expect(await unusual(agent, refundOf(5))).toEqual([{ ...denial, same: "resource" }]);
  expect(await unusual(agent, refundOf(5, { resource: "charge/other" }))).toEqual([]);
  await approved(agent, { ...refundOf(5), secondsAgo: 30 });
  expect(await unusual(agent, refundOf(6))).toEqual([]);
  expect(await unusual(agent, refundOf(900))).toEqual([{ ...denial, same: "action" }]);
  await approved(agent, { ...refundOf(900), secondsAgo: 20 });
  expect(await unusual(agent, refundOf(900))).toEqual([]);
});
