import { describe, expect, test } from "vitest";
import type { Rule } from "#lib/policy/language/rule";
import { comparePolicies } from "#lib/policy/versions/compare";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { compareThresholds } from "./compare-thresholds.ts";
import type { Threshold } from "./threshold.ts";
import { thresholdOf } from "./threshold-of-rules.ts";
import { rulesOfThreshold } from "./threshold-rules.ts";

const refund = thresholdOf(defaultRules, "refund") as Threshold;
const others = defaultRules.filter(({ threshold }) => threshold !== "refund");

function compare(after: Rule[]) {
  const policy = {
    defaultOutcome: "step_up" as const,
    unclassified: "default_outcome" as const,
    catalog: defaultCatalog,
  };
  const sides = [defaultRules, after] as const;
  const difference = comparePolicies({ ...policy, rules: sides[0] }, { ...policy, rules: sides[1] });
  return compareThresholds(difference, ...sides);
}

/** The policy with changed tiers of the refund threshold. */
function withTiers(change: (tier: Threshold["tiers"][number], index: number) => object): Rule[] {
  const tiers = refund.tiers.map((tier, index) => ({ ...tier, ...change(tier, index) }));
  return [...rulesOfThreshold({ ...refund, tiers }), ...others];
}

const ids = (rules: { id: string }[]) => rules.map(({ id }) => id);

describe("the difference between thresholds", () => {
  test("shows a moved limit once, for the threshold", () => {
    const difference = compare(
      withTiers((_, index) => (index === 0 ? { upTo: 250, title: "Up to 250" } : {})),
    );
    expect(difference.thresholds).toMatchObject([
      { id: "refund", before: refund, after: { tiers: [{ upTo: 250 }, {}, {}, {}] } },
    ]);
    expect(difference.changed).toEqual([]);
    expect(difference.count).toBe(1);
  });

  test("still shows the changes of each rule outside its tier: approvers, lifetimes, title", () => {
    const approvers = { kind: "owner" } as const;
    for (const change of [{ approvers }, { requestTtlSeconds: 60 }, { title: "Other words" }]) {
      const difference = compare(withTiers((_, index) => (index === 1 ? change : {})));
      expect(ids(difference.changed.map(({ after }) => after)), JSON.stringify(change)).toEqual([
        "refund-medium",
      ]);
      expect(difference.thresholds).toEqual([]);
    }
    const both = compare(withTiers((_, index) => (index === 1 ? { upTo: 4000, approvers } : {})));
    expect(ids(both.changed.map(({ after }) => after))).toEqual(["refund-medium"]);
    expect(both.thresholds).toHaveLength(1);
    expect(both.count).toBe(2);
    const tiers = [...refund.tiers];
    tiers.splice(1, 0, {
      ...refund.tiers[1],
      ruleId: "new",
      upTo: 500,
      approvers,
    } as Threshold["tiers"][number]);
    expect(ids(compare([...rulesOfThreshold({ ...refund, tiers }), ...others]).added)).toEqual(["new"]);
  });

  test("shows an added or removed threshold once, and rules without a threshold one by one", () => {
    const gone = compare(others);
    expect(gone).toMatchObject({
      removed: [],
      thresholds: [{ id: "refund", before: refund, after: undefined }],
    });
    const broken = compare(defaultRules.filter(({ id }) => id !== "refund-small").map(asAgentsOwn));
    expect(broken.thresholds).toEqual([]);
    expect(ids(broken.removed)).toEqual(["refund-small"]);
  });
});

function asAgentsOwn(rule: Rule): Rule {
  return rule.id === "refund-medium" ? { ...rule, agents: ["agt_1"] } : rule;
}
