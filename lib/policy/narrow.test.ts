import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateVersion } from "./evaluate.ts";
import { narrow } from "./narrow.ts";
import { sliceFor } from "./slice.ts";
import { ask } from "./testing/arbitrary-asks.ts";
import { policyOf, rules } from "./testing/arbitrary-rules.ts";
import { now } from "./testing/arbitrary-words.ts";
import { over50000, rule, upTo100, usd } from "./testing/judge.ts";

describe("narrowing a slice", () => {
  test("leaves one band of a ladder, and all of them when the amount is unreadable", () => {
    const ladder = [
      rule({ outcome: "allow", conditions: [upTo100] }),
      rule({ outcome: "block", conditions: [over50000] }),
    ];
    const slice = sliceFor(policyOf(ladder), "refund.create").enforced;
    const left = (params: Parameters<typeof narrow>[1]) => [...narrow(slice, params).rules.keys()];
    expect(left(usd(100))).toEqual(["allow"]);
    expect(left(usd(50_000.0001))).toEqual(["block"]);
    expect(left(usd(101))).toEqual([]);
    for (const amount of ["1", null, 1e300, 0.00001]) expect(left(usd(amount))).toEqual(["allow", "block"]);
    expect(left({ amount: 1, currency: "JPY" })).toEqual([]);
  });

  test("keeps a bounded number of narrowings, whatever an agent sends", () => {
    const many = Array.from({ length: 80 }, (_, index) =>
      rule({
        id: `table-${index}`,
        outcome: "block",
        actions: ["data.read"],
        conditions: [{ kind: "text", param: "table", is: "one_of", values: [`table-${index}`] }],
      }),
    );
    const policy = policyOf(many);
    const slice = sliceFor(policy, "data.read").enforced;
    for (let index = 0; index < 80; index++) {
      const action = { type: "data.read", params: { table: `table-${index}` } };
      const verdict = evaluateVersion(policy, { agent: "agt_one", owner: "per_one", action }, now);
      expect(verdict.ruleIds).toEqual([`table-${index}`]);
    }
    expect(slice.narrowings.size).toBe(64);
  });

  test("changes no verdict", () => {
    fc.assert(
      fc.property(rules, ask, (all, one) => {
        const policy = policyOf(all);
        const verdict = evaluateVersion(policy, one, now);
        // A slice that has as many narrowings as it may keep is evaluated whole.
        const slice = sliceFor(policy, one.action.type).enforced;
        slice.narrowings.clear();
        for (let index = 0; index < 64; index++) slice.narrowings.set(`full ${index}`, slice);
        expect(evaluateVersion(policy, one, now)).toEqual(verdict);
      }),
      { numRuns: 400 },
    );
  });
});
