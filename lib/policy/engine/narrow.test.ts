import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "#lib/canonical";
import { ask, withAsks } from "#lib/policy/testing/arbitrary-asks";
import { noSafeguardOptions, policyOf, rules } from "#lib/policy/testing/arbitrary-rules";
import { moment, now } from "#lib/policy/testing/arbitrary-words";
import { over50000, rule, upTo100, usd } from "#lib/policy/testing/judge";
import { evaluateVersion } from "./evaluate.ts";
import { narrow } from "./narrow.ts";
import { type Slice, sliceFor } from "./rule-index.ts";

describe("narrowing a slice", () => {
  test("leaves one tier of a threshold, and all tiers when the amount is unreadable", () => {
    const threshold = [
      rule({ outcome: "allow", conditions: [upTo100] }),
      rule({ outcome: "block", conditions: [over50000] }),
    ];
    const slice = sliceFor(policyOf(threshold), "refund.create").enforced;
    const left = (params: Record<string, Json>) => {
      const action = { type: "refund.create", params };
      const asked = { agent: "agt_one", owner: "per_one", action, currencyParam: "currency" };
      return [...narrow(slice, asked, now).rules.keys()];
    };
    expect(left(usd(100))).toEqual(["allow"]);
    expect(left(usd(50_000.0001))).toEqual(["block"]);
    expect(left(usd(101))).toEqual([]);
    for (const amount of ["1", null, 1e300, 0.00001]) expect(left(usd(amount))).toEqual(["allow", "block"]);
    expect(left({ amount: 1, currency: "JPY" })).toEqual([]);
  });

  test("leaves out the rules of other agents", () => {
    const all = [["agt_one"], ["agt_two"], ["agt_one", "agt_two"]].map((agents, index) =>
      rule({ id: `rule-${index}`, outcome: "block", agents }),
    );
    const slice = sliceFor(policyOf([...all, rule({ outcome: "allow" })]), "refund.create").enforced;
    const action = { type: "refund.create", params: usd(5) };
    const left = (agent: string) => [
      ...narrow(slice, { agent, owner: "per_one", action, currencyParam: "currency" }, now).rules.keys(),
    ];
    expect(left("agt_one")).toEqual(["rule-0", "rule-2", "allow"]);
    expect(left("agt_two")).toEqual(["rule-1", "rule-2", "allow"]);
    expect(left("agt_three")).toEqual(["allow"]);
  });

  test("leaves every rule for the given text, in order, and all rules when it is unreadable", () => {
    const all = [["USD"], ["EUR"], ["EUR", "USD"], ["JPY"]].map((currencies, index) =>
      rule({ id: `rule-${index}`, outcome: "block", conditions: [{ ...upTo100, currencies }] }),
    );
    const slice = sliceFor(policyOf([rule({ outcome: "allow" }), ...all]), "refund.create").enforced;
    const left = (currency: Json) => {
      const action = { type: "refund.create", params: { amount: 5, currency } };
      const asked = { agent: "agt_one", owner: "per_one", action, currencyParam: "currency" };
      return [...narrow(slice, asked, now).rules.keys()];
    };
    expect(left("USD")).toEqual(["allow", "rule-0", "rule-2"]);
    expect(left("EUR")).toEqual(["allow", "rule-1", "rule-2"]);
    expect(left("CHF")).toEqual(["allow"]);
    for (const unreadable of [5, null, ["USD"]])
      expect(left(unreadable)).toEqual(["allow", "rule-0", "rule-1", "rule-2", "rule-3"]);
  });

  test("stores a bounded number of narrowings, for any input of an agent", () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      rule({
        id: `table-${index}`,
        outcome: "block",
        actions: ["data.read"],
        conditions: [{ kind: "text", param: "table", is: "one_of", values: [`table-${index}`] }],
      }),
    );
    const policy = policyOf(many);
    const slice = sliceFor(policy, "data.read").enforced;
    for (let index = 0; index < 300; index++) {
      const action = { type: "data.read", params: { table: `table-${index}` } };
      const verdict = evaluateVersion(policy, { agent: "agt_one", owner: "per_one", action }, now);
      expect(verdict.ruleIds).toEqual([`table-${index}`]);
    }
    expect(slice.narrowings.size).toBe(256);
  });

  test("changes no verdict", () => {
    fc.assert(
      fc.property(rules, ask, (all, asked) => {
        const policy = policyOf(all);
        const verdict = evaluateVersion(policy, asked, now);
        const { enforced, monitored } = sliceFor(policy, asked.action.type);
        for (const slice of [enforced, monitored]) slice.candidates = withoutChecks(slice);
        expect(evaluateVersion(policy, asked, now)).toEqual(verdict);
      }),
      { numRuns: 200 },
    );
  });
});

test("narrowing leaves exactly the rules that Cedar finds applicable or indeterminate", () => {
  const blocking = rules.map((all) =>
    all.map((each) => ({
      ...each,
      outcome: "block" as const,
      approvals: 1,
      approvers: undefined,
      ...noSafeguardOptions,
      isMonitored: undefined,
    })),
  );
  fc.assert(
    fc.property(withAsks(blocking, 2), moment, ({ all, asks }, at) => {
      for (const [candidate, asked] of all.flatMap((rule) => asks.map((ask) => [rule, ask] as const))) {
        const policy = policyOf([candidate]);
        const { currencyParam } = policy.catalogue.get(asked.action.type) ?? {};
        const slice = sliceFor(policy, asked.action.type).enforced;
        const left = narrow(slice, { ...asked, currencyParam }, at).rules.size;
        expect(evaluateVersion(policy, asked, at).ruleIds).toHaveLength(left);
      }
    }),
    { numRuns: 150 },
  );
});

/** Candidates without checks, so that Cedar sees every rule. */
function withoutChecks({ rules: all }: Slice) {
  const others = [...all.values()].map((compiled, place) => ({ compiled, place, checks: [] }));
  return { others, byText: [], byAgent: new Map() };
}
