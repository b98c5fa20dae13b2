import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkRules } from "#lib/policy/checks/check-rules";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { threshold } from "#lib/policy/testing/arbitrary-thresholds";
import { judge, usd } from "#lib/policy/testing/judge";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { type Threshold, thresholdFaults, thresholdSchema } from "./threshold.ts";
import { brokenThresholds, thresholdOf, thresholdsOf } from "./threshold-of-rules.ts";
import { rulesOfThreshold } from "./threshold-rules.ts";

const value = fc.oneof(
  fc.constantFrom(0.0001, 0.1, 99.9999, 100, 100.0001, 5000, 5000.0001, 50_000),
  fc.integer({ min: 1, max: 2_000_000_000 }).map((count) => count / 10_000),
);

describe("a threshold", () => {
  test("converts to its rules and back", () => {
    fc.assert(
      fc.property(threshold, (steps) => {
        expect(thresholdFaults(steps)).toEqual([]);
        expect(thresholdOf(rulesOfThreshold(steps).toReversed(), steps.id)).toEqual(steps);
        expect(thresholdSchema.parse(steps)).toEqual(steps);
      }),
    );
  });

  test("has every amount in exactly one tier: the limit itself in the lower tier", () => {
    fc.assert(
      fc.property(threshold, value, fc.nat({ max: 11 }), (steps, anything, which) => {
        const edge = steps.tiers[which % steps.tiers.length]?.upTo;
        for (const amount of [anything, edge ?? anything]) {
          const index = steps.tiers.findIndex(({ upTo }) => upTo === undefined || amount <= upTo);
          const tier = steps.tiers[index];
          const matching = rulesOfThreshold(steps).filter(({ conditions }) => allMatch(conditions, amount));
          const expected = tier?.outcome === "none" ? [] : [tier?.ruleId];
          expect(matching.map(({ id }) => id)).toEqual(expected);
        }
      }),
    );
  });

  test("keeps its rules' IDs when a limit moves", () => {
    const [before] = thresholdsOf(defaultRules);
    if (!before) throw new Error("the default rules have a threshold");
    const tiers = before.tiers.map((tier, index) => (index === 0 ? { ...tier, upTo: 250 } : tier));
    const after = rulesOfThreshold({ ...before, tiers });
    expect(after.map(({ id }) => id)).toEqual(rulesOfThreshold(before).map(({ id }) => id));
    expect(judge(after, usd(250))).toMatchObject({ outcome: "allow" });
    expect(judge(after, usd(250.01))).toMatchObject({ outcome: "step_up", ruleIds: ["refund-medium"] });
  });

  test("of every kind is accepted by Cedar's validator", () => {
    fc.assert(
      fc.property(threshold, (steps) => {
        const rules = rulesOfThreshold(steps);
        expect(checkRules(rules, defaultCatalog, [])).toEqual(rules);
      }),
      { numRuns: 20 },
    );
  });

  test("is the form of the default limits on refunds and payments", () => {
    expect(thresholdsOf(defaultRules).map(({ id, tiers }) => [id, tiers.map(({ upTo }) => upTo)])).toEqual([
      ["refund", [100, 5000, 50_000, undefined]],
      ["payment", [5000, 50_000, undefined]],
    ]);
  });

  test.each<[string, (rules: Rule[]) => Rule[]]>([
    ["overlap", ([first, ...rest]) => [withTop(first, 200), ...rest]],
    [
      "are about different agents",
      ([first, ...rest]) => [{ ...(first as Rule), agents: ["agt_1"] }, ...rest],
    ],
    ["are about several types", ([first, ...rest]) => [{ ...(first as Rule), actions: ["*"] }, ...rest]],
    ["have another condition", ([first, ...rest]) => [withFlag(first), ...rest]],
    [
      "differ in whether they are on",
      ([first, ...rest]) => [{ ...(first as Rule), enabled: false }, ...rest],
    ],
  ])("is not formed when rules %s", (_, change) => {
    const own = defaultRules.filter((rule) => rule.threshold === "refund");
    expect(thresholdOf(change(own), "refund")).toBeUndefined();
    expect(brokenThresholds(change(own)).map((rules) => rules.length)).toEqual([own.length]);
  });

  test.each<[string, (number | undefined)[], string]>([
    ["an edge below the one before", [100, 50, undefined], "tiers.1.upTo"],
    ["an edge that meets the one before", [100, 100, undefined], "tiers.1.upTo"],
    ["an edge at nothing", [0, undefined], "tiers.0.upTo"],
    ["an edge that is missing", [undefined, undefined], "tiers.0.upTo"],
    ["an upper end of the last tier", [100], "tiers.0.upTo"],
  ])("shows the place of %s", (_, edges, path) => {
    const [sample] = thresholdsOf(defaultRules) as [Threshold];
    const [tier] = sample.tiers as [Threshold["tiers"][number]];
    const tiers = edges.map((upTo, index) => ({ ...tier, ruleId: `b${index}`, upTo }));
    expect(thresholdFaults({ ...sample, tiers }).map((fault) => fault.path)).toEqual([path]);
  });
});

function allMatch(conditions: Condition[], amount: number): boolean {
  return conditions.every((condition) => {
    if (condition.kind === "number")
      return condition.is === "over" ? amount > condition.value : amount <= condition.value;
    if (condition.kind === "text" || condition.kind === "history") return true;
    if (condition.kind !== "amount" && condition.kind !== "total") throw new Error(condition.kind);
    return amount > condition.over && (condition.upTo === undefined || amount <= condition.upTo);
  });
}

function withTop(rule: Rule | undefined, upTo: number): Rule {
  const [condition] = (rule?.conditions ?? []) as [Condition & { kind: "amount" }];
  return { ...(rule as Rule), conditions: [{ ...condition, upTo }] };
}

function withFlag(rule: Rule | undefined): Rule {
  const { conditions, ...rest } = rule as Rule;
  return { ...rest, conditions: [...conditions, { kind: "flag", param: "vip", is: true }] };
}
