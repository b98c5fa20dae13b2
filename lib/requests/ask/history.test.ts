import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { requests } from "#db/schema/requests";
import { factsAtRequest } from "#lib/facts/facts-at-request";
import { addSeconds } from "#lib/kernel/clock";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { now, type TestAgent } from "#lib/testing/workspace";
import { explainRequest } from "../page/explain-request.ts";
import { openTotals, refund } from "./testing/totals.ts";
import { tryAsk } from "./try-ask.ts";

const totals = await openTotals();
const { db, owner, policy, newAgent } = totals;
const isNew = { kind: "history", is: "new" } as const;
const charge = refund(5, { resource: "charge/1" });
let agent: TestAgent;

beforeEach(async () => {
  agent = await newAgent();
  await policy({ outcome: "step_up", conditions: [isNew] });
});

const ask = (action: Action = charge, at = now) => totals.ask(action, { by: agent, at });

/** People approved the agent's pending requests. */
async function approve(at = addSeconds(now, 60)): Promise<void> {
  await db
    .update(requests)
    .set({ state: "approved", approvalsGiven: 1, closedAt: at })
    .where(and(eq(requests.agentId, agent.id), eq(requests.state, "pending")));
}

const later = addSeconds(now, 120);

test("a rule applies while the resource is new, until people approved it", async () => {
  expect(await ask()).toBe("pending");
  expect(await ask(charge, later)).toBe("pending");
  await approve();
  expect(await ask(charge, later)).toBe("allowed");
  expect(await ask(refund(5, { resource: "charge/2" }), later)).toBe("pending");
});

test("an agent can't make a text known by what is auto-approved", async () => {
  await policy({
    outcome: "step_up",
    conditions: [isNew, { kind: "number", param: "amount", is: "over", value: 9 }],
  });
  for (let n = 0; n < 3; n++) expect(await ask(charge)).toBe("allowed");
  expect(await ask(refund(10, { resource: "charge/1" }), later)).toBe("pending");
});

test("a missing text is never auto-approved: neither as known, nor past a rule about what is new", async () => {
  expect(await ask(refund(5))).toBe("pending");
  await policy({ outcome: "step_up", conditions: [{ ...isNew, param: "customer" }] });
  expect(await ask()).toBe("pending");
  await policy({ outcome: "block", conditions: [{ ...isNew, is: "known", param: "customer" }] });
  expect(await ask()).toBe("pending");
});

test("of two asks with the same new text, each is new, also after the other was approved", async () => {
  expect(await Promise.all([ask(), ask()])).toEqual(["pending", "pending"]);
  const [first, second] = await db.select().from(requests).where(eq(requests.agentId, agent.id));
  if (!first || !second) throw new Error("both asks are stored");
  await db
    .update(requests)
    .set({ state: "approved", approvalsGiven: 1, closedAt: now })
    .where(eq(requests.id, first.id));
  expect(await outcomeOf(second.id, charge)).toBe("step_up");
  // A rule of a later version, about which nothing is recorded.
  await policy({ outcome: "step_up", conditions: [{ ...isNew, param: "currency", days: 90 }] });
  expect(await outcomeOf(second.id, charge)).toBe("step_up");
});

test("the recorded facts decide again, whatever became of the approvals since", async () => {
  await ask();
  await approve();
  await ask(charge, later);
  const [known] = await db
    .select()
    .from(requests)
    .where(and(eq(requests.agentId, agent.id), eq(requests.state, "allowed")));
  if (!known) throw new Error("the ask is stored");
  expect(Object.values((known.facts as { isNew: object }).isNew)).toEqual([false]);
  await db.update(requests).set({ isBreakGlass: true }).where(eq(requests.agentId, agent.id));
  expect(await outcomeOf(known.id, charge)).toBe("allow");
  // Not for another text, as after an edit.
  expect(await outcomeOf(known.id, refund(5, { resource: "charge/2" }))).toBe("step_up");
  const year = addSeconds(now, 365 * 86_400);
  const explained = await explainRequest(db, owner, known.id, year);
  expect(JSON.stringify(explained)).toContain("the resource was approved for the agent before");
});

test("the simulator says what an ask would get, and why", async () => {
  const trial = async () => {
    const parts = {
      viewer: owner,
      policy: "in_force",
      agentId: agent.id,
      action: charge,
      at: later,
      now: later,
    } as const;
    return JSON.stringify(await tryAsk(db, parts));
  };
  expect(await trial()).toContain("the resource is new to the agent");
  await ask();
  await approve();
  expect(await trial()).toContain("the resource was approved for the agent before");
});

async function outcomeOf(id: string, action: Action): Promise<string> {
  const loaded = await loadPolicy(db, await currentPolicyVersion(db));
  const asked = { id, agentId: agent.id, ownerId: agent.ownerId, action, labels: [] };
  const facts = await factsAtRequest(db, loaded, asked, addSeconds(now, 600));
  return evaluateVersion(loaded, { agent: agent.id, owner: agent.ownerId, action, facts }, now).outcome;
}
