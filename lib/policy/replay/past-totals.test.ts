import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTotals } from "#lib/facts/read-totals";
import { timeOfId } from "#lib/kernel/ids";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { compilePolicy } from "#lib/policy/engine/load";
import { totalsNeeded } from "#lib/policy/engine/rule-index";
import type { Action } from "#lib/policy/language/action";
import type { TotalCondition } from "#lib/policy/language/total";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { TestWorkspace } from "#lib/testing/workspace";
import { rule } from "../testing/judge.ts";
import { PastJudge } from "./judge.ts";
import { PastTotals } from "./past-totals.ts";
import { SlidingLedger } from "./sliding-ledger.ts";

const totals: TotalCondition[] = (["agent", "owner", "resource"] as const).flatMap((per) => [
  { kind: "total", of: "sum", per, window: "1h", currencies: ["USD"], over: 1 },
  { kind: "total", of: "count", per, window: "24h", over: 1 },
]);
totals.push({ kind: "total", of: "count", per: "action", window: "24h", over: 1 });
const policy = compilePolicy({
  ...{
    version: 1,
    digest: "test",
    defaultOutcome: "step_up",
    unclassified: "default_outcome",
    catalog: defaultCatalog,
  },
  rules: totals.map((condition, index) =>
    rule({
      ...{ id: `rule-${index}`, outcome: "block", conditions: [condition] },
      actions: index % 2 === 0 ? ["refund.create"] : ["refund.*", "payment.create"],
    }),
  ),
});

function refund(amount: unknown, resource?: string): Action {
  const params = { amount, currency: "USD" } as Action["params"];
  return resource === undefined
    ? { type: "refund.create", params }
    : { type: "refund.create", resource, params };
}

const hour = 3_600_000;
const made = (at: number, more: object = {}) => ({
  ...{ agentId: "agt_1", ownerId: "per_1", action: refund(10), at, until: Number.POSITIVE_INFINITY },
  ...more,
});
const sumName = "total.sum.agent.1h refund.create";

describe("the totals of past requests", () => {
  test("count pending requests until they ended, and allowed requests for the whole window", () => {
    const past = new PastTotals(policy);
    past.add(made(0));
    past.add(made(1000, { until: 5000 }));
    past.add(made(2000, { until: 2000 }));
    const at = (moment: number) => past.of(made(moment))[sumName];
    expect([4999, 5000, hour - 1, hour].map(at)).toEqual(["30.0", "20.0", "20.0", "10.0"]);
  });

  test("leave out undeterminable totals: a sum without a readable amount, a total without a resource", () => {
    const past = new PastTotals(policy);
    past.add(made(0, { action: refund(1.00001) }));
    expect(past.of(made(1, { action: refund("x") }))).not.toHaveProperty([sumName]);
    expect(past.of(made(1, { action: refund(1.00001) }))).not.toHaveProperty([sumName]);
    expect(Object.keys(past.of(made(1))).some((name) => name.includes(".resource."))).toBe(false);
    // Rounded up, never down.
    expect(past.of(made(1))[sumName]).toBe("11.0001");
    past.add(made(2, { action: refund(1e300) }));
    expect(past.of(made(3))[sumName]).toBe("922337203685477.5807");
  });

  test("with a window beyond the recorded past cannot be determined, except for certain blocks", () => {
    const judge = new PastJudge(policy);
    judge.knownFrom = 0;
    const row = { agent_id: "agt_1", owner_id: "per_1", action: "", facts: null, counted_until: 0 };
    const at = (asked_at: number) => judge.judge({ ...row, asked_at }, refund(10));
    expect(at(hour)).toBeUndefined();
    expect(at(24 * hour)).toMatchObject({ outcome: "block", ruleIds: expect.arrayContaining(["rule-0"]) });
  });
});

describe("on random requests", () => {
  test("they equal the totals of a live ask at that moment", async () => {
    const workspace = await TestWorkspace.open();
    const { db } = workspace;
    const agents = [];
    for (const name of ["Ada", "Bo"]) {
      const owner = await workspace.person(name);
      agents.push(await workspace.agent("One", owner), await workspace.agent("Two", owner));
    }
    const pastRequest = fc.record({
      agent: fc.constantFrom(...agents),
      amount: fc.constantFrom(1, 0.5, 12.3456, -3, 250, "none"),
      currency: fc.constantFrom("USD", "EUR"),
      resource: fc.constantFrom("a", "b", undefined),
      state: fc.constantFrom("allowed", "approved", "pending", "denied", "blocked"),
      secondsAgo: fc.integer({ min: 1, max: 30_000 }),
    });
    const many = fc.uniqueArray(pastRequest, {
      minLength: 120,
      maxLength: 120,
      selector: ({ secondsAgo }) => secondsAgo,
    });
    const random = fc.sample(many, { numRuns: 1, seed: 7 }).flat();
    const past = new PastTotals(policy);
    const seen = new Set<string>();
    for (const row of random.sort((a, b) => b.secondsAgo - a.secondsAgo)) {
      const { agent, state, secondsAgo, amount, currency, resource } = row;
      const params = { amount, currency } as Action["params"];
      const action: Action = { type: "refund.create", params, ...(resource !== undefined && { resource }) };
      const counted = countedAmount(action, policy.catalog.get(action.type));
      const id = await workspace.request(agent, {
        ...{ wanted: action, state: state as "allowed", secondsAgo, resource, lifeSeconds: 90_000 },
        ...(counted && { amount: String(counted.amount), currency: counted.currency }),
        ...(state === "approved" && { approvalsGiven: 1 }),
      });
      const at = timeOfId(id);
      const who = { agentId: agent.id, ownerId: agent.ownerId, action };
      const counts = state !== "denied" && state !== "blocked";
      const entry = { ...who, at: at.getTime(), until: counts ? Number.POSITIVE_INFINITY : 0 };
      const asked = { ...who, amount: counted, at, id };
      const { totals: expected } = await readTotals(db.$client, totalsNeeded(policy, action.type), asked);
      expect(past.of(entry)).toEqual(expected);
      past.add(entry);
      for (const value of Object.values(expected)) seen.add(value);
    }
    expect(seen.size).toBeGreaterThan(40);
  });

  test("a ledger equals a plain sum over its entries", () => {
    const entry = fc.record({
      key: fc.constantFrom("a", "b"),
      value: fc.bigInt({ min: 0n, max: 9n }),
      end: fc.integer({ min: 0, max: 50 }),
      at: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const ledger = new SlidingLedger();
        const added: typeof entries = [];
        for (const next of entries.sort((a, b) => a.at - b.at)) {
          const alive = added.filter(({ key, end }) => key === next.key && end > next.at);
          expect(ledger.sumAt(next.key, next.at)).toBe(alive.reduce((sum, { value }) => sum + value, 0n));
          ledger.add(next.key, next.value, next.end);
          added.push(next);
        }
      }),
    );
  });
});
