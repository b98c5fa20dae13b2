import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { deliveries } from "#db/schema/notifications";
import { actionTypes } from "#db/schema/policy";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import type { TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { defaultPreferences, savePreferences } from "#lib/notifications/channels/preferences";
import { askAndAnnounce } from "#lib/notifications/testing/ask";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { insertWorkspace } from "#lib/workspace/change-workspace";
import { planDue } from "./plan-due.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.transaction((tx) => insertWorkspace(tx, { name: "Acme", now }));
await db.$client`update workspace set flood_requests = 100, detail_channels = '{web_push}'`;
for (const type of ["wire.send", "refund.pay"])
  await db.insert(actionTypes).values({
    ...{ type, title: type, risk: "spend" as const, schema: {} },
    ...{ amountParam: "amount", currencyParam: "currency" },
  });
let ada: TestPerson;
let bo: TestPerson;
let agent: TestAgent;
let push: MemoryChannel;
let asked = 0;

beforeEach(async () => {
  for (const table of ["deliveries", "outbox", "notices", "notification_preferences"])
    await db.$client.unsafe(`delete from ${table}`);
  ada = await workspace.person("Ada");
  bo = await workspace.person("Bo");
  agent = await workspace.agent("Refund bot", ada);
  push = new MemoryChannel("web_push").reach(ada).reach(bo);
});

interface Ask {
  by?: TestAgent;
  type?: string;
  amount?: unknown;
  currency?: string;
  columns?: Parameters<TestWorkspace["request"]>[1];
}

function ask({ by = agent, type = "wire.send", amount = 5, currency = "USD", columns }: Ask = {}) {
  const wanted = { type, resource: `charge/${asked++}`, params: { amount, currency } };
  return askAndAnnounce(workspace, { agent: by, now }, { lifeSeconds: 7200, wanted, ...columns } as never);
}
const at = (seconds: number) => addSeconds(now, seconds);
const pass = (seconds: number) => drain(db, [push], at(seconds));
const budget = (person: TestPerson, hourlyBudget: number, more: object = {}) =>
  savePreferences(db, {
    viewer: person,
    preferences: { ...defaultPreferences, hourlyBudget, ...more },
    now,
  });
const pendingTo = (person: TestPerson) =>
  push.sent.filter(({ kind, person: to }) => kind === "request_pending" && to?.id === person.personId);

const withoutFloods = () => push.sent.filter(({ kind }) => kind !== "agent_flooding");

test("above the budget, requests of one agent and type come as one message that says how many and the largest amount", async () => {
  await budget(ada, 2);
  for (const amount of [5, 7, 900.5, 80, 900.25]) await ask({ amount });
  await ask({ amount: 30, currency: "EUR" });
  await ask({ amount: "a lot" });
  await pass(0);
  expect(pendingTo(ada)).toHaveLength(2);
  await pass(899);
  expect(pendingTo(ada)).toHaveLength(2);
  await pass(900);
  expect(pendingTo(ada).slice(2)).toMatchObject([
    {
      title: "Refund bot: 5 requests pending",
      body: "Requests of one action type, grouped by your budget. The first expires in 105 min (14:00 UTC).",
      details: "wire.send · at most 900.5 USD, 30 EUR · 1 without an amount",
      items: Array.from({ length: 5 }, () => ({})),
      urgency: "normal",
    },
  ]);
  await pass(7000);
  expect(pendingTo(ada)).toHaveLength(3);
});

test("a group's message leaves out type and amount unless details are allowed", async () => {
  await db.$client`update workspace set detail_channels = '{}'`;
  await budget(ada, 1);
  for (let n = 0; n < 3; n++) await ask();
  await pass(0);
  await pass(900);
  await db.$client`update workspace set detail_channels = '{web_push}'`;
  expect(pendingTo(ada)).toHaveLength(2);
  const words = push.sent.map(({ title, body, details, items }) => [title, body, details, items]);
  expect(JSON.stringify(words)).not.toMatch(/wire|USD/);
});

test("a request of another agent or another type comes right away, however many are grouped", async () => {
  await budget(ada, 1);
  const other = await workspace.agent("Deploy bot", ada);
  for (let n = 0; n < 5; n++) await ask();
  await ask({ type: "refund.pay" });
  await ask({ by: other });
  await pass(0);
  expect(pendingTo(ada).map(({ event }) => [event.agent?.name, event.request?.actionType])).toEqual([
    ["Refund bot", "wire.send"],
    ["Refund bot", "refund.pay"],
    ["Deploy bot", "wire.send"],
  ]);
});

test("a group waits at most a quarter of a request's time, and reminders come alone", async () => {
  await budget(ada, 1);
  for (let n = 0; n < 3; n++) await ask({ columns: { lifeSeconds: 1200 } });
  await pass(0);
  await pass(299);
  expect(pendingTo(ada)).toHaveLength(1);
  await pass(300);
  expect(pendingTo(ada)).toHaveLength(2);
  await pass(600);
  await pass(900);
  const later = withoutFloods()
    .slice(2)
    .map(({ kind, items }) => [kind, items]);
  expect(later).toEqual([
    ...Array.from({ length: 3 }, () => ["request_reminder", undefined]),
    ...Array.from({ length: 3 }, () => ["request_last_call", undefined]),
  ]);
});

test("an ended request leaves its group, and a group of one is a message about one request", async () => {
  await budget(ada, 1);
  await ask();
  const ended = await ask();
  const open = await ask();
  await pass(0);
  const end = (id: string) =>
    db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where id = ${id}`;
  await end(ended);
  await pass(900);
  expect(pendingTo(ada)[1]).toMatchObject({ topic: open, title: "Refund bot needs your approval" });
  await end(open);
  await pass(901);
  expect(withoutFloods().slice(2)).toMatchObject([{ kind: "request_closed", topic: open, isSilent: true }]);
});

test("the end of requests that came in one message sends no messages", async () => {
  await budget(ada, 1);
  const [, ...grouped] = [await ask(), await ask(), await ask()];
  await pass(0);
  await pass(900);
  for (const id of grouped)
    await db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where id = ${id}`;
  await pass(901);
  expect(withoutFloods()).toHaveLength(2);
});

test("each device of a person gets the message of a group, with each request once", async () => {
  push.reach(ada);
  await budget(ada, 1);
  for (let n = 0; n < 3; n++) await ask();
  await pass(0);
  await pass(900);
  const groups = push.sent.filter(({ items }) => items);
  expect(groups.map(({ destination, items }) => [destination, items?.length]).sort()).toEqual([
    ["device_0", 2],
    ["device_2", 2],
  ]);
});

test("the budget counts an hour: afterwards each request comes alone again", async () => {
  await budget(ada, 1);
  await ask({ columns: { secondsAgo: 3601 } });
  await pass(0);
  await ask();
  await pass(0);
  expect(pendingTo(ada)).toHaveLength(2);
});

test("requests that the agent withdrew count, so that withdrawing doesn't spare it the budget", async () => {
  await budget(ada, 1);
  for (let n = 0; n < 3; n++) {
    await ask();
    await pass(n);
    await db.$client`update requests set state = 'cancelled', close_reason = 'by_agent', closed_at = ${at(n).toISOString()} where state = 'pending'`;
    await pass(n);
  }
  expect(pendingTo(ada)).toHaveLength(1);
});

test("while a person is above the budget, backup approvers that the rule allows are asked without a wait", async () => {
  agent = await workspace.agent("Refund bot", ada, [bo]);
  await budget(ada, 1);
  await ask();
  await pass(0);
  expect(pendingTo(bo)).toEqual([]);
  await ask();
  await pass(1);
  expect(pendingTo(bo)).toHaveLength(1);
  expect(pendingTo(ada)).toHaveLength(1);
  await pass(3600);
  expect(push.log.filter(([kind, name]) => kind === "request_escalated" && name === "Bo")).toHaveLength(1);
});

test("a spent budget asks no backup approver before the rule lets them decide", async () => {
  agent = await workspace.agent("Refund bot", ada, [bo]);
  await budget(ada, 1);
  const requirement = { approvals: 1, approvers: { kind: "owner" }, escalateAfterSeconds: 1800 };
  const columns = { requirements: [requirement] };
  await ask({ columns });
  await ask({ columns });
  await pass(1799);
  expect(push.log.filter(([, name]) => name === "Bo")).toEqual([]);
  await pass(1800);
  expect(push.log.filter(([, name]) => name === "Bo")).toHaveLength(2);
});

test("an agent that alone exceeds its owner's budget is announced to the owner once, and to no program", async () => {
  const programs = new MemoryChannel("webhook", { canUpdate: false });
  programs.subscribers.push({ personId: undefined, destination: "whe_1", receiver: "whe_1" });
  await budget(ada, 2);
  const passAll = (seconds: number) => drain(db, [push, programs], at(seconds));
  const floods = () => push.sent.filter(({ kind }) => kind === "agent_flooding");
  await ask();
  await ask();
  await passAll(0);
  expect(floods()).toEqual([]);
  for (let n = 1; n < 4; n++) {
    await ask();
    await passAll(n);
  }
  expect(floods().map(({ person }) => person?.name)).toEqual(["Ada"]);
  expect(programs.sent.some(({ kind }) => kind === "agent_flooding")).toBe(false);
  const { notices } = await listNotices(db, { personId: ada.personId, now });
  expect(notices).toMatchObject([{ kind: "agent_flooding", agent: "Refund bot", more: 3, budget: 2 }]);
});

test("two agents that exceed a budget only together are announced as no flood", async () => {
  await budget(ada, 2);
  const other = await workspace.agent("Deploy bot", ada);
  for (const by of [agent, other, agent, other]) await ask({ by });
  await pass(0);
  expect(push.log.filter(([kind]) => kind === "agent_flooding")).toEqual([]);
});

test("processes that plan at the same time count each other's messages, and plan each request once", async () => {
  await budget(ada, 2);
  const plan = () =>
    planDue(db, {
      ...{ channels: [push], now },
      onError: (error) => {
        throw error;
      },
    });
  await ask();
  await plan();
  // Both have read what there is to read, or wait for the other one, before one of them writes.
  const connection = await db.$client.reserve();
  await connection`begin`;
  await connection`lock table deliveries in exclusive mode`;
  const planning: Promise<number>[] = [];
  for (const count of [1, 2]) {
    await ask();
    planning.push(plan());
    await expectWaiting(db, count);
  }
  await connection`commit`;
  connection.release();
  expect(await Promise.all(planning)).toEqual([1, 1]);
  const rows = await db.select().from(deliveries).where(eq(deliveries.kind, "request_pending"));
  expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(3);
  expect(rows.map(({ digestKey }) => digestKey !== null).sort()).toEqual([false, false, true]);
});

test("processes that send a group at the same time send each request once", async () => {
  await budget(ada, 1);
  const requests = [await ask()];
  for (let n = 0; n < 12; n++) requests.push(await ask());
  await pass(0);
  await Promise.all(Array.from({ length: 6 }, () => pass(900)));
  const urls = pendingTo(ada).flatMap(({ url, items }) => items?.map((item) => item.url) ?? [url]);
  expect(urls.sort()).toEqual(requests.map((id) => `https://countersign.example/requests/${id}`).sort());
});
