import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkEachRule } from "#lib/policy/checks/check-rules";
import { currencyFaults } from "#lib/policy/checks/lint-rules";
import type { Rule } from "#lib/policy/language/rule";
import { ask, withAsks } from "#lib/policy/testing/arbitrary-asks";
import { defaultOutcome, policyOf, rule, rules, unclassified } from "#lib/policy/testing/arbitrary-rules";
import { catalog, groups, moment, now } from "#lib/policy/testing/arbitrary-words";
import { judgeDirectly } from "#lib/policy/testing/judge-directly";
import type { PolicyAsk } from "./context.ts";
import { evaluateVersion } from "./evaluate.ts";

const strictness = { allow: 0, step_up: 1, block: 2 };
const known = new Map(catalog.map((entry) => [entry.type, entry]));
const runs = { numRuns: 200 };

describe("on random rules and asks", () => {
  test("the compiled policy agrees with a direct reading of the structured rules", {
    timeout: 90_000,
  }, () => {
    const seen = { allow: 0, step_up: 0, block: 0, monitored: 0 };
    fc.assert(
      fc.property(
        withAsks(rules, 4),
        defaultOutcome,
        unclassified,
        moment,
        ({ all, asks }, outcome, kind, at) => {
          const policy = policyOf(all, outcome, kind);
          const content = { rules: all, defaultOutcome: outcome, unclassified: kind, catalog: known };
          for (const asked of asks) {
            const { fault, monitored, ...verdict } = evaluateVersion(policy, asked, at);
            expect(fault).toBeUndefined();
            const direct = judgeDirectly(content, asked, at);
            expect({ ...verdict, ...(monitored && { monitored }) }).toMatchObject(direct);
            expect(monitored).toEqual(direct.monitored);
            seen[verdict.outcome]++;
            if (monitored) seen.monitored++;
          }
        },
      ),
      { numRuns: 400 },
    );
    // Agreement means something only where every outcome comes up. The rarest comes up 40 times on
    // average, in groups: a bound near that would fail by chance.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  });

  test("Cedar's strict validator accepts every rule that can be written", () => {
    fc.assert(
      fc.property(rules, (all) => {
        const allowed = all.filter(isWritable);
        expect(checkEachRule(allowed, catalog, groups)).toEqual(allowed);
      }),
      { numRuns: 100 },
    );
  });

  // Among publishable policies: next to an allow rule without a currency, the first rule with USD
  // would make amounts in USD known. Publishing refuses the pair (currency-faults.ts).
  test("adding a block or step-up rule never loosens an outcome", () => {
    fc.assert(
      fc.property(
        withAsks(rules, 2),
        rule,
        defaultOutcome,
        moment,
        ({ all, asks }, fallback, outcome, at) => {
          const [last = fallback, ...others] = all.toReversed();
          // A rule whose totals are in the asks' facts.
          const tightening = last.outcome === "allow" ? ("block" as const) : last.outcome;
          const added = { ...last, outcome: tightening, id: "added" };
          const faults = currencyFaults([...others, added], catalog);
          const rest = others.filter(({ id }) => !faults.some(({ ruleId }) => ruleId === id));
          const [asked] = asks as [PolicyAsk];
          const before = evaluateVersion(policyOf(rest, outcome), asked, at);
          const after = evaluateVersion(policyOf([...rest, added], outcome), asked, at);
          const isDefault =
            before.outcome === "block" && before.ruleIds.length === before.indeterminateRuleIds.length;
          if (!isDefault)
            expect(strictness[after.outcome]).toBeGreaterThanOrEqual(strictness[before.outcome]);
          if (before.outcome !== "allow") expect(after.outcome).not.toBe("allow");
        },
      ),
      runs,
    );
  });

  test("a monitored rule never changes the outcome", () => {
    fc.assert(
      fc.property(withAsks(rules, 2), defaultOutcome, moment, ({ all, asks }, outcome, at) => {
        const enforced = policyOf(
          all.filter((each) => !each.isMonitored),
          outcome,
        );
        for (const asked of asks) {
          const { monitored, ...verdict } = evaluateVersion(policyOf(all, outcome), asked, at);
          expect(verdict).toEqual(evaluateVersion(enforced, asked, at));
        }
      }),
      runs,
    );
  });

  test("the passing of time never turns an outcome into allow, unless a rule has hours", () => {
    fc.assert(
      fc.property(rules, ask, fc.integer({ min: 0, max: 4000 }), (all, asked, milliseconds) => {
        fc.pre(!all.some(({ hours }) => hours));
        const policy = policyOf(all);
        const earlier = new Date("2026-05-01T11:59:58Z");
        const before = evaluateVersion(policy, asked, earlier);
        const after = evaluateVersion(policy, asked, new Date(earlier.getTime() + milliseconds));
        if (before.outcome !== "allow") expect(after.outcome).not.toBe("allow");
      }),
      runs,
    );
  });

  test("removing a parameter never turns an outcome into allow, unless a rule requires its absence", () => {
    fc.assert(
      fc.property(rules, ask, (all, asked) => {
        fc.pre(!all.some(({ conditions }) => conditions.some(({ kind }) => kind === "presence")));
        const policy = policyOf(all);
        if (evaluateVersion(policy, asked, now).outcome === "allow") return;
        for (const name of Object.keys(asked.action.params)) {
          const params = Object.fromEntries(
            Object.entries(asked.action.params).filter(([key]) => key !== name),
          );
          const verdict = evaluateVersion(policy, { ...asked, action: { ...asked.action, params } }, now);
          expect(verdict.outcome).not.toBe("allow");
        }
      }),
      runs,
    );
  });

  test("unknown labels, totals or history never turn an outcome into allow", () => {
    fc.assert(
      fc.property(withAsks(rules, 3), ({ all, asks }) => {
        const policy = policyOf(all);
        for (const asked of asks) {
          const { facts = {}, ...rest } = asked;
          if (evaluateVersion(policy, asked, now).outcome === "allow") continue;
          const { labels, isNew, ...totals } = facts;
          for (const known of [
            totals,
            { ...totals, ...(isNew && { isNew }) },
            { ...(labels && { labels }) },
            {},
          ])
            expect(evaluateVersion(policy, { ...rest, facts: known }, now).outcome).not.toBe("allow");
        }
      }),
      runs,
    );
  });
});

// The lint rules refuse a few rules the form allows: see check-rules.test.ts.
function isWritable({ outcome, actions, conditions }: Rule): boolean {
  const sums = conditions.some((condition) => condition.kind === "total" && condition.of === "sum");
  return (
    !conditions.some(({ kind }) => kind === "number") &&
    !(outcome === "allow" && actions.includes("unknown.thing")) &&
    !(sums && actions.some((type) => type !== "refund.create"))
  );
}
