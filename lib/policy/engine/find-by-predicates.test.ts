import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { withAsks } from "#lib/policy/testing/arbitrary-asks";
import { policyOf, rules } from "#lib/policy/testing/arbitrary-rules";
import { moment, now } from "#lib/policy/testing/arbitrary-words";
import { over50000, rule, upTo100, usd } from "#lib/policy/testing/judge";
import { checkByCedar } from "./cedar/check-by-cedar.ts";
import { findByCedar } from "./cedar/find-by-cedar.ts";
import type { Asked, PolicyAsk } from "./context.ts";
import { findByPredicates } from "./find-by-predicates.ts";
import { type LoadedPolicy, sliceFor } from "./rule-index.ts";
import { isExpired } from "./verdict.ts";

describe("the predicates find", () => {
  test("one tier of a threshold, and no tier for certain when the amount is unreadable", () => {
    const threshold = [
      rule({ outcome: "step_up", conditions: [upTo100] }),
      rule({ outcome: "block", conditions: [over50000] }),
    ];
    const found = (params: Record<string, Json>) => idsOf(threshold, { params });
    expect(found(usd(100))).toEqual([["step-up"], []]);
    expect(found(usd(50_000.0001))).toEqual([["block"], []]);
    expect(found(usd(101))).toEqual([[], []]);
    for (const amount of ["1", null, 1e300, 0.00001])
      expect(found(usd(amount))).toEqual([[], ["step-up", "block"]]);
    expect(found({ amount: 1, currency: "JPY" })).toEqual([[], []]);
  });

  test("the rules for the agent", () => {
    const all = [["agt_one"], ["agt_two"], ["agt_one", "agt_two"]].map((agents, index) =>
      rule({ id: `rule-${index}`, outcome: "block", agents }),
    );
    const found = (agent: string) => idsOf([...all, rule({ outcome: "allow" })], { agent })[0];
    expect(found("agt_one")).toEqual(["rule-0", "rule-2", "allow"]);
    expect(found("agt_two")).toEqual(["rule-1", "rule-2", "allow"]);
    expect(found("agt_three")).toEqual(["allow"]);
  });

  test("every rule for the given text, in order, and none for certain when the text is unreadable", () => {
    const all = [["USD"], ["EUR"], ["EUR", "USD"], ["JPY"]].map((currencies, index) =>
      rule({ id: `rule-${index}`, outcome: "block", conditions: [{ ...upTo100, currencies }] }),
    );
    const found = (currency: Json) =>
      idsOf([rule({ outcome: "allow" }), ...all], { params: { amount: 5, currency } });
    expect(found("USD")).toEqual([["allow", "rule-0", "rule-2"], []]);
    expect(found("EUR")).toEqual([["allow", "rule-1", "rule-2"], []]);
    expect(found("CHF")).toEqual([["allow"], []]);
    for (const unreadable of [5, null, ["USD"]])
      expect(found(unreadable)).toEqual([["allow"], ["rule-0", "rule-1", "rule-2", "rule-3"]]);
  });

  test("a rule once, by any of the agent's labels, and no rule for certain when the labels are unknown", () => {
    const all = [["prod"], ["eu"], ["eu", "prod"], ["test"]].map((labels, index) =>
      rule({ id: `rule-${index}`, outcome: "block", labels }),
    );
    const found = (labels?: string[]) => idsOf(all, { facts: labels && { labels } });
    expect(found(["prod"])).toEqual([["rule-0", "rule-2"], []]);
    expect(found(["eu", "prod"])).toEqual([["rule-0", "rule-1", "rule-2"], []]);
    expect(found([])).toEqual([[], []]);
    expect(found()).toEqual([[], ["rule-0", "rule-1", "rule-2", "rule-3"]]);
  });
});

describe("the predicates and Cedar agree at the bound of", () => {
  const around = [99.9999, 100, 100.0001];
  test.each<[string, Condition, number[]]>([
    ["under", { kind: "number", param: "amount", is: "under", value: 100 }, [99.9999]],
    ["up to", { kind: "number", param: "amount", is: "up_to", value: 100 }, [99.9999, 100]],
    ["equal to", { kind: "number", param: "amount", is: "equal_to", value: 100 }, [100]],
    ["from", { kind: "number", param: "amount", is: "from", value: 100 }, [100, 100.0001]],
    ["over", { kind: "number", param: "amount", is: "over", value: 100 }, [100.0001]],
    ["an amount's upper end", upTo100, [99.9999, 100]],
    ["an amount's lower end", { ...upTo100, over: 100, upTo: undefined }, [100.0001]],
  ])("%s", (_, condition, expected) => {
    const policy = policyOf([rule({ outcome: "block", conditions: [condition] })]);
    const slice = sliceFor(policy, "refund.create").enforced;
    for (const find of [findByPredicates, findByCedar]) {
      const found = around.filter((amount) => {
        const action = { type: "refund.create", params: usd(amount) };
        return find(slice, asked(policy, { agent: "agt_one", owner: "per_one", action }), now).applying[0];
      });
      expect(found).toEqual(expected);
    }
  });
});

test("the predicates and Cedar find an expired rule indeterminate, also for an ask with every value", () => {
  const expired = rule({ outcome: "block", conditions: [upTo100], expiresAt: "2020-01-01T00:00:00Z" });
  const policy = policyOf([expired]);
  const slice = sliceFor(policy, "refund.create").enforced;
  const ask = { agent: "agt_one", owner: "per_one", action: { type: "refund.create", params: usd(5) } };
  for (const find of [findByPredicates, findByCedar]) {
    const { applying, indeterminate } = find(slice, asked(policy, ask), now);
    expect([applying, indeterminate.map(({ id }) => id)]).toEqual([[], ["block"]]);
  }
});

describe("on random rules, asks and moments", () => {
  // In monitor mode Cedar names every rule that applies, also beside a block.
  test("the predicates and Cedar find the same rules, rule by rule", { timeout: 60_000 }, () => {
    const seen = { applying: 0, indeterminate: 0, expired: 0 };
    fc.assert(
      fc.property(withAsks(rules, 3), moment, ({ all, asks }, at) => {
        const policy = policyOf(all.map((each) => ({ ...each, isMonitored: true })));
        for (const ask of asks) {
          const slice = sliceFor(policy, ask.action.type).monitored;
          const found = findByPredicates(slice, asked(policy, ask), at);
          expect(findByCedar(slice, asked(policy, ask), at)).toEqual(found);
          seen.applying += found.applying.length;
          seen.indeterminate += found.indeterminate.length;
          seen.expired += found.indeterminate.filter((each) => isExpired(each, at)).length;
        }
      }),
      { numRuns: 300 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  });

  test("Cedar's check finds no difference", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(withAsks(rules, 3), moment, ({ all, asks }, at) => {
        const policy = policyOf(all);
        for (const ask of asks) {
          const slice = sliceFor(policy, ask.action.type).enforced;
          const found = findByPredicates(slice, asked(policy, ask), at);
          slice.asksUntilCheck = 0;
          const checked = checkByCedar(found, slice, {
            ...{ ask: asked(policy, ask), now: at },
            policyVersion: 1,
          });
          expect(checked).toEqual(found);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function asked(policy: LoadedPolicy, ask: PolicyAsk): Asked {
  return { ...ask, currencyParam: policy.catalog.get(ask.action.type)?.currencyParam };
}

/** The IDs of the rules that apply, and of those that might. */
function idsOf(
  all: Rule[],
  { agent = "agt_one", params = usd(5), facts }: Partial<PolicyAsk> & { params?: Record<string, Json> },
): string[][] {
  const policy = policyOf(all);
  const ask = { agent, owner: "per_one", action: { type: "refund.create", params }, facts };
  const slice = sliceFor(policy, "refund.create").enforced;
  const { applying, indeterminate } = findByPredicates(slice, asked(policy, ask), now);
  return [applying, indeterminate].map((found) => found.map(({ id }) => id));
}
