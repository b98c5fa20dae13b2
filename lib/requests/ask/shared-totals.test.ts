import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { requests } from "#db/schema/requests";
import { factsAtRequest } from "#lib/facts/facts-at-request";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { now, type TestAgent } from "#lib/testing/workspace";
import { openTotals, refund } from "./testing/totals.ts";

const totals = await openTotals();
const { db, workspace, policy, newAgent, ask } = totals;
const perCharge = { kind: "total", of: "count", per: "resource", window: "24h" } as const;
let own: TestAgent;
let foreign: TestAgent;
let charge = "";
let charges = 0;

const other = await workspace.person("Otto Other");

beforeEach(async () => {
  [own, foreign] = [await newAgent(), await newAgent(other)];
  charges += 1;
  charge = `charge/${charges}`;
  await policy(
    { outcome: "step_up", conditions: [{ ...perCharge, over: 2, upTo: 4 }] },
    { outcome: "block", conditions: [{ ...perCharge, over: 4 }] },
  );
});

const askBy = (by: TestAgent, amount = 5) => ask(refund(amount, { resource: charge }), { by });

async function fill(by: TestAgent, state: "pending" | "allowed" | "approved" | "denied", count = 6) {
  for (let n = 0; n < count; n++) {
    const wanted = refund(5, { resource: charge });
    await workspace.request(by, {
      ...{ wanted, state, resource: charge, amount: "5", currency: "USD", secondsAgo: 60 + n },
      ...(state === "approved" && { approvalsGiven: 1 }),
      lifeSeconds: 90_000,
    });
  }
}

test("an agent that fills a shared total with pending requests can't have another owner's agent blocked", async () => {
  await fill(foreign, "pending");
  expect(await askBy(own)).toBe("pending");
});

test("pending requests of another owner's agent count towards needing approval", async () => {
  await fill(foreign, "pending", 2);
  expect(await askBy(own)).toBe("pending");
});

test("pending requests of the same owner's agents block, so that no owner's agents split an action", async () => {
  await fill(own, "pending");
  expect(await askBy(await newAgent())).toBe("blocked");
});

test.each(["allowed", "approved"] as const)("%s requests of another owner's agent block", async (state) => {
  await fill(foreign, state);
  expect(await askBy(own)).toBe("blocked");
});

test("of concurrent asks of two owners' agents, none is blocked for the other owner's pending requests", async () => {
  await policy(
    { outcome: "step_up", conditions: [{ ...perCharge, over: 0, upTo: 4 }] },
    { outcome: "block", conditions: [{ ...perCharge, over: 4 }] },
  );
  const asks = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? own : foreign));
  const states = await Promise.all(asks.map(async (by) => `${by.id} ${await askBy(by)}`));
  for (const { id } of [own, foreign]) {
    expect(states.filter((one) => one === `${id} pending`)).toHaveLength(4);
    expect(states.filter((one) => one === `${id} blocked`)).toHaveLength(2);
  }
});

test("a pending request whose time has passed counts nowhere, and one of another currency in no sum", async () => {
  const sum = { ...perCharge, of: "sum", currencies: ["USD"] } as const;
  await policy({ outcome: "block", conditions: [{ ...sum, over: 100 }] });
  const action = refund(500, { resource: charge }, "EUR");
  for (const [lifeSeconds, currency] of [
    [0, "USD"],
    [90_000, "EUR"],
  ] as const)
    await workspace.request(foreign, {
      ...{ wanted: action, state: "pending", resource: charge, amount: "500", currency },
      ...{ secondsAgo: 60, lifeSeconds },
    });
  expect(await askBy(own, 100)).toBe("allowed");
});

test("a later evaluation is as the first: an approval is not refused for another owner's pending requests", async () => {
  await fill(foreign, "pending");
  expect(await askBy(own)).toBe("pending");
  const [row] = await db
    .select()
    .from(requests)
    .where(and(eq(requests.agentId, own.id), eq(requests.state, "pending")));
  if (!row) throw new Error("the ask is pending");
  expect(row.facts).toMatchObject({
    totals: { "total.count.resource.24h refund.create": "7.0" },
    ownTotals: { "total.count.resource.24h refund.create": "1.0" },
  });
  const loaded = await loadPolicy(db, await currentPolicyVersion(db));
  const action = refund(5, { resource: charge });
  const asked = { id: row.id, agentId: own.id, ownerId: own.ownerId, action, labels: [] };
  const later = async () => {
    const facts = await factsAtRequest(db, loaded, asked, now);
    return evaluateVersion(loaded, { agent: own.id, owner: own.ownerId, action, facts }, now).outcome;
  };
  expect(await later()).toBe("step_up");
  await db
    .update(requests)
    .set({ state: "approved", approvalsGiven: 1 })
    .where(eq(requests.agentId, foreign.id));
  expect(await later()).toBe("block");
});
