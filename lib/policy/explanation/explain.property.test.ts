import fc from "fast-check";
import { expect, test } from "vitest";
import { withAsks } from "#lib/policy/testing/arbitrary-asks";
import { defaultOutcome, policyOf, rules, unclassified } from "#lib/policy/testing/arbitrary-rules";
import { moment } from "#lib/policy/testing/arbitrary-words";
import { explain } from "./explain.ts";

test("an explanation agrees with the verdict, on random rules and asks", () => {
  const seen = { decided: 0, decided_unchecked: 0, outweighed: 0, unchecked: 0, did_not_apply: 0 };
  fc.assert(
    fc.property(
      withAsks(rules, 3),
      defaultOutcome,
      unclassified,
      moment,
      ({ all, asks }, outcome, kind, at) => {
        for (const ask of asks) {
          const { verdict, obstacles, rules } = explain(policyOf(all, outcome, kind), ask, at);
          const ids = (...results: string[]) =>
            rules
              .filter((explained) => !explained.isMonitored && results.includes(explained.result))
              .map(({ ruleId }) => ruleId)
              .sort();
          expect(ids("decided", "decided_unchecked")).toEqual(verdict.ruleIds);
          expect(ids("decided_unchecked")).toEqual(verdict.indeterminateRuleIds);
          expect(verdict.monitored?.ruleIds ?? []).toEqual(
            rules
              .filter(
                ({ isMonitored, result, outcome: kind }) =>
                  isMonitored && (result === "outweighed" || (result === "unchecked" && kind !== "allow")),
              )
              .map(({ ruleId }) => ruleId)
              .sort(),
          );
          // What applies and is stricter than the outcome would have decided.
          const rank = { allow: 0, step_up: 1, block: 2 };
          for (const { result, isMonitored, outcome: kind } of rules)
            if (result === "outweighed" && !isMonitored)
              expect(rank[kind]).toBeLessThan(rank[verdict.outcome]);
          if (verdict.outcome === "allow") expect([...obstacles, ...ids("outweighed")]).toEqual([]);
          for (const { result, isNearMiss, findings, isMonitored } of rules) {
            const failed = findings.filter(({ matches }) => matches === false).length;
            expect(failed === 0).toBe(result !== "did_not_apply");
            const matched = findings.filter(({ matches }) => matches === true).length;
            expect(isNearMiss).toBe(failed === 1 && matched > 0 && matched + failed === findings.length);
            expect(findings.every(({ phrase }) => phrase.length > 0)).toBe(true);
            if (!isMonitored) seen[result]++;
          }
        }
      },
    ),
    { numRuns: 250 },
  );
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(5);
});
