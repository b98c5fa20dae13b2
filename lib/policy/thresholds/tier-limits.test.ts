import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import type { Condition } from "#lib/policy/language/condition";
import { policyOf } from "#lib/policy/testing/arbitrary-rules";
import { now, rule, upTo100, usd } from "#lib/policy/testing/judge";

const edge = fc.oneof(
  fc.constantFrom(0.0001, 0.1, 0.3, 99.9999, 100, 100.0001, 5000, 922_337_203_685_477),
  fc.integer({ min: 1, max: 9_000_000_000 }).map((count) => count / 10_000),
);
const step = 0.0001;
const name = "total.sum.agent.24h refund.create";

const kinds: [string, (tier: { over: number; upTo: number | undefined }) => Condition][] = [
  ["an amount", (tier) => ({ ...upTo100, ...tier })],
  [
    "a total",
    (tier) => ({ kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"], ...tier }),
  ],
];

test.each(kinds)("every limit of tiers over %s belongs to exactly one tier, the lower", (kind, condition) => {
  fc.assert(
    fc.property(fc.uniqueArray(edge, { minLength: 1, maxLength: 5 }), (all) => {
      const edges = all.toSorted((one, other) => one - other);
      const tiers = [...edges, undefined].map((upTo, index) =>
        rule({
          id: `tier-${index}`,
          outcome: "block",
          conditions: [condition({ over: edges[index - 1] ?? 0, upTo })],
        }),
      );
      const policy = policyOf(tiers);
      const applying = (value: number) => {
        const facts = { totals: { [name]: value.toFixed(4) } };
        const action = { type: "refund.create", params: usd(kind === "a total" ? 1 : value) };
        return evaluateVersion(policy, { agent: "agt_1", owner: "per_1", action, facts }, now).ruleIds;
      };
      for (const [index, at] of edges.entries()) {
        expect(applying(at)).toEqual([`tier-${index}`]);
        const above = Number((at + step).toFixed(4));
        if (at < 900_000 && above !== edges[index + 1])
          expect(applying(above)).toEqual([`tier-${index + 1}`]);
      }
    }),
    { numRuns: 60 },
  );
});
