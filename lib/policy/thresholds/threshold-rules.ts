import type { Condition } from "#lib/policy/language/condition";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { safeguardsOf } from "#lib/policy/language/safeguards";
import type { Measure, Threshold, Tier } from "./threshold.ts";

/** A threshold's rules, lowest first. Each begins where the one below ends: no gaps, no overlaps. */
export function rulesOfThreshold(threshold: Threshold): Rule[] {
  return threshold.tiers.flatMap((tier, index) => {
    if (tier.outcome === "none") return [];
    const over = threshold.tiers[index - 1]?.upTo ?? 0;
    return [ruleOfTier(threshold, tier, tier.outcome, over)];
  });
}

function ruleOfTier(threshold: Threshold, tier: Tier, outcome: Rule["outcome"], over: number): Rule {
  const { id, action, measure, conditions = [], tiers: _, ...shared } = threshold;
  const { ruleId, upTo, title, grantTtlSeconds, requestTtlSeconds } = tier;
  const { approvals, approvers, escalateAfterSeconds } = tier;
  return dropUndefined({
    ...shared,
    ...{ id: ruleId, title, outcome, actions: [action] },
    conditions: [...rangeConditions(measure, over, upTo), ...conditions],
    approvals: defaults.approvals,
    ...(outcome === "step_up" && { approvals, approvers, escalateAfterSeconds, ...safeguardsOf(tier) }),
    ...{ grantTtlSeconds, requestTtlSeconds, threshold: id },
  });
}

function rangeConditions(measure: Measure, over: number, upTo: number | undefined): Condition[] {
  const range = upTo === undefined ? { over } : { over, upTo };
  if (measure.kind !== "number") return [{ ...measure, ...range }];
  const { param } = measure;
  const above: Condition = { kind: "number", param, is: "over", value: over };
  return upTo === undefined ? [above] : [above, { kind: "number", param, is: "up_to", value: upTo }];
}
