import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "#db/client";
import { agents } from "#db/schema/agents";
import { requests } from "#db/schema/requests";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { type Action, actionDigest } from "#lib/policy/language/action";
import { mostRepeats } from "#lib/policy/language/total";
import { now, type TestAgent } from "#lib/testing/workspace";
import { openTotals, over1000, refund } from "./testing/totals.ts";

const totals = await openTotals();
const { db, url, workspace, policy, newAgent, end } = totals;
const again = { kind: "total", of: "count", per: "action", window: "24h", over: 1 } as const;
let agent: TestAgent;

beforeEach(async () => {
  agent = await newAgent();
});

const ask = (action: Action, more: Partial<Parameters<typeof totals.ask>[1]> = {}) =>
  totals.ask(action, { by: agent, ...more });

test("splitting a payment does not avoid approval: a request that exceeds the sum by a cent needs it", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(999.99))).toBe("allowed");
  expect(await ask(refund(0.01))).toBe("allowed");
  expect(await ask(refund(0.01))).toBe("pending");
});

test("of twenty concurrent asks within a threshold that they exceed together, exactly as many are allowed as fit", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const states = await Promise.all(Array.from({ length: 20 }, () => ask(refund(300))));
  expect(states.filter((state) => state === "allowed")).toHaveLength(3);
  expect(states.filter((state) => state === "pending")).toHaveLength(17);
});

test("of twenty concurrent asks that redeem their grants, exactly as many are redeemed as fit within the threshold", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  await Promise.all(Array.from({ length: 20 }, () => ask(refund(300), { redeem: true })));
  const redeemed = await db.$client`select from grants where agent_id = ${agent.id} and state = 'redeemed'`;
  expect([redeemed.length, await db.$count(requests, eq(requests.agentId, agent.id))]).toEqual([3, 20]);
});

test("invariant 12: of twenty concurrent asks under one webhook-id that count towards a total, one redeems its grant and nothing else is stored", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const asking = () => ask(refund(300), { redeem: true, webhookId: "msg_one" });
  const states = await Promise.all(Array.from({ length: 20 }, asking));
  expect(states.filter((state) => state !== undefined)).toEqual(["allowed"]);
  const stored = await db.$client`select state from grants where agent_id = ${agent.id}`;
  expect(stored.map(({ state }) => state)).toEqual(["redeemed"]);
  expect(await ask(refund(700), { redeem: true })).toBe("allowed");
});

test("pending requests count towards a total; cancelled, denied, expired and blocked requests do not", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(1500))).toBe("pending");
  expect(await ask(refund(1))).toBe("pending");
  for (const state of ["cancelled", "denied", "expired", "blocked"] as const) {
    await end(agent, state);
    expect(await ask(refund(1000))).toBe("allowed");
    expect(await ask(refund(1))).toBe("pending");
  }
  await end(agent, "approved");
  expect(await ask(refund(1))).toBe("pending");
});

test("an undecided request stops counting at its expiry, even before a worker runs", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(1500))).toBe("pending");
  expect(await ask(refund(1), { at: addSeconds(now, 899) })).toBe("pending");
  expect(await ask(refund(1000), { at: addSeconds(now, 1900) })).toBe("allowed");
});

test.each([
  ["1h", 3600],
  ["24h", 86_400],
  ["7d", 7 * 86_400],
] as const)(
  "a window of %s slides: what is older does not count, by the millisecond",
  async (window, seconds) => {
    await policy({ outcome: "step_up", conditions: [{ ...over1000, window }] });
    expect(await ask(refund(1000))).toBe("allowed");
    const before = new Date(addSeconds(now, seconds).getTime() - 1);
    expect(await ask(refund(1), { at: before })).toBe("pending");
    await db
      .update(requests)
      .set({ state: "cancelled" })
      .where(sql`${requests.agentId} = ${agent.id} and ${requests.state} = 'pending'`);
    expect(await ask(refund(1000), { at: addSeconds(now, seconds) })).toBe("allowed");
  },
);

test("each currency has its own sum, and a currency without a threshold needs approval", async () => {
  const currencies = ["USD", "EUR"];
  await policy({ outcome: "step_up", conditions: [{ ...over1000, currencies }] });
  expect(await ask(refund(900))).toBe("allowed");
  expect(await ask(refund(900, {}, "EUR"))).toBe("allowed");
  expect(await ask(refund(900, {}, "GBP"))).toBe("pending");
  expect(await ask(refund(101, {}, "EUR"))).toBe("pending");
});

test("a sum never shrinks: amounts below zero do not make room", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(1000))).toBe("allowed");
  expect(await ask(refund(1))).toBe("pending");
  await db
    .update(requests)
    .set({ amount: "-5000" })
    .where(sql`${requests.agentId} = ${agent.id} and ${requests.state} = 'pending'`);
  expect(await ask(refund(1))).toBe("pending");
});

test.each([
  ["five digits after the point", 0.00001],
  ["text", "10"],
  ["beyond what can be counted", 1e21],
])("an amount that cannot be added up is never allowed: %s", async (_, amount) => {
  await policy({ outcome: "block", conditions: [{ ...over1000, over: 500_000 }] });
  const asked = ask(refund(amount)).catch(({ code }) => code);
  expect(["pending", "invalid_action"]).toContain(await asked);
});

test("per resource: requests of two agents for one resource count together, and a request without a resource is not allowed", async () => {
  await policy({ outcome: "block", conditions: [{ ...over1000, per: "resource" }] });
  const otherAgent = await newAgent();
  const resource = `charge/${randomBytes(4).toString("hex")}`;
  expect(await ask(refund(600, { resource }))).toBe("allowed");
  expect(await ask(refund(600, { resource }), { by: otherAgent })).toBe("blocked");
  expect(await ask(refund(600, { resource: `${resource}0` }), { by: otherAgent })).toBe("allowed");
  expect(await ask(refund(1))).toBe("pending");
});

test("per owner: only agents of the same owner count together", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...over1000, per: "owner" }] });
  const olga = await workspace.person("Another Owner");
  const [firstAgent, secondAgent] = [await newAgent(olga), await newAgent(olga)];
  const states = await Promise.all([
    ...Array.from({ length: 5 }, () => ask(refund(250), { by: firstAgent })),
    ...Array.from({ length: 5 }, () => ask(refund(250), { by: secondAgent })),
  ]);
  expect(states.filter((state) => state === "allowed")).toHaveLength(4);
  expect(await ask(refund(250), { by: await newAgent(await workspace.person("Somebody Else")) })).toBe(
    "allowed",
  );
});

test("an agent's requests under its last owner do not count for its new owner", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...over1000, per: "owner" }] });
  const [last, next] = [await workspace.person("Last Owner"), await workspace.person("Next Owner")];
  const mine = await newAgent(last);
  expect(await ask(refund(1000), { by: mine })).toBe("allowed");
  await db.update(agents).set({ ownerId: next.personId }).where(eq(agents.id, mine.id));
  expect(await ask(refund(1000), { by: { ...mine, ownerId: next.personId } })).toBe("allowed");
});

test("an agent that goes to another owner still counts in its last owner's total", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...over1000, per: "owner" }] });
  const [last, next] = [await workspace.person("Last Owner"), await workspace.person("Next Owner")];
  const [moved, stays] = [await newAgent(last), await newAgent(last)];
  expect(await ask(refund(900), { by: moved })).toBe("allowed");
  await db.update(agents).set({ ownerId: next.personId }).where(eq(agents.id, moved.id));
  expect(await ask(refund(100), { by: stays })).toBe("allowed");
  expect(await ask(refund(1), { by: stays })).toBe("pending");
});

test.each([
  ["sum", over1000],
  ["number of repeats", again],
])(
  "two processes that count towards one %s at the same moment do not exceed it together",
  async (_, condition) => {
    await policy({ outcome: "step_up", conditions: [condition] });
    const second = openDatabase(url, { connections: 2 });
    const states = await db.transaction(async (tx) => {
      await tx.execute(sql`select from agents where id = ${agent.id} for update`);
      const asked = [ask(refund(600)), ask(refund(600), { through: second })];
      await expectWaiting(db, 2);
      return { asked };
    });
    expect((await Promise.all(states.asked)).sort()).toEqual(["allowed", "pending"]);
    await second.$client.end();
  },
);

test("a threshold can limit the number of requests, over all action types of the rule", async () => {
  const count = { kind: "total", of: "count", per: "agent", window: "1h", over: 2 } as const;
  await policy(
    { outcome: "allow", actions: ["data.read"] },
    { outcome: "block", actions: ["refund.*", "data.read"], conditions: [count] },
  );
  const read = { type: "data.read", params: {} };
  expect(await ask(read)).toBe("allowed");
  expect(await ask(refund(1))).toBe("allowed");
  expect(await ask(read)).toBe("blocked");
  expect(await ask(refund(1))).toBe("blocked");
});

test("of twenty concurrent asks for the same action, exactly one is auto-approved if repeats need approval", async () => {
  await policy({ outcome: "step_up", conditions: [again] });
  const second = openDatabase(url, { connections: 2 });
  const through = (n: number) => (n % 2 === 0 ? db : second);
  const states = await Promise.all(
    Array.from({ length: 20 }, (_, n) => ask(refund(300), { through: through(n) })),
  );
  await second.$client.end();
  expect(states.filter((state) => state === "allowed")).toHaveLength(1);
  expect(states.filter((state) => state === "pending")).toHaveLength(19);
});

test("per action: only exactly the same action of the same agent counts", async () => {
  await policy({ outcome: "block", conditions: [again] });
  expect(await ask(refund(5, { resource: "charge/1" }))).toBe("allowed");
  expect(await ask(refund(5, { resource: "charge/2" }))).toBe("allowed");
  expect(await ask(refund(6, { resource: "charge/1" }))).toBe("allowed");
  expect(await ask(refund(5, { resource: "charge/1" }), { by: await newAgent() })).toBe("allowed");
  expect(await ask(refund(5, { resource: "charge/1" }))).toBe("blocked");
});

test("per action: a request that ended without an approval doesn't count, nor does a retry under its webhook-id", async () => {
  await policy({ outcome: "step_up", conditions: [again] });
  for (const state of ["cancelled", "denied", "expired", "blocked"] as const) {
    const webhookId = `msg_${state}_${agent.id}`;
    expect(await ask(refund(5), { webhookId })).toBe("allowed");
    expect(await ask(refund(5))).toBe("pending");
    await end(agent, state);
  }
  const webhookId = `msg_retry_${agent.id}`;
  const states = await Promise.all(Array.from({ length: 5 }, () => ask(refund(5), { webhookId })));
  expect(states.filter(Boolean)).toEqual(["allowed"]);
  await end(agent, "approved");
  expect(await ask(refund(5))).toBe("pending");
  expect(await ask(refund(5), { at: addSeconds(now, 86_400) })).toBe("allowed");
});

test("per action: however often an action was repeated, the highest limit of a rule is exceeded", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...again, over: mostRepeats }] });
  for (let n = 0; n < mostRepeats; n++) expect(await ask(refund(5))).toBe("allowed");
  expect(await ask(refund(5))).toBe("pending");
  expect(await ask(refund(5), { at: addSeconds(now, 1) })).toBe("pending");
});

test("per action: an undecided request whose resource is another action's digest doesn't make room", async () => {
  await policy({ outcome: "step_up", conditions: [again] });
  expect(await ask(refund(5))).toBe("allowed");
  const resource = actionDigest(agent.id, refund(5));
  for (const _ of [1, 2]) await ask(refund(7, { resource }));
  const later = addSeconds(now, 1900);
  expect(await ask(refund(5), { at: later })).toBe("pending");
});

test("the totals read are stored with the request, so that the outcome can be explained later", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  await ask(refund(400));
  await ask(refund(700.5));
  const stored = await db.select().from(requests).where(eq(requests.agentId, agent.id)).orderBy(requests.id);
  expect(stored.map(({ facts }) => Object.values((facts as { totals: object }).totals))).toEqual(
    expect.arrayContaining([["400.0"], ["1100.5"]]),
  );
  expect(stored.map(({ amount, currency }) => [amount, currency])).toEqual(
    expect.arrayContaining([
      ["400", "USD"],
      ["700.5", "USD"],
    ]),
  );
});
