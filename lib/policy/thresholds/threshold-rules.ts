import type { Condition } from "#lib/policy/language/condition";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { defaults, type Rule } from "#lib/policy/language/rule";
import type { Measure, Threshold, Tier } from "./threshold.ts";

/**
 * A threshold's rules, lowest tier first. Each rule begins where the rule below ends, so every
 * amount is in exactly one tier.
 */
export function rulesOfThreshold(ladder: Threshold): Rule[] {
  return ladder.tiers.flatMap((band, index) => {
    if (band.outcome === "none") return [];
    const over = ladder.tiers[index - 1]?.upTo ?? 0;
    return [ruleOfTier(ladder, band, band.outcome, over)];
  });
}

function ruleOfTier(ladder: Threshold, band: Tier, outcome: Rule["outcome"], over: number): Rule {
  const { id, action, measure, tiers: _, ...shared } = ladder;
  const {
    ruleId,
    upTo,
    title,
    approvals,
    approvers,
    escalateAfterSeconds,
    grantTtlSeconds,
    requestTtlSeconds,
  } = band;
  const isStepUp = outcome === "step_up";
  return dropUndefined({
    ...shared,
    id: ruleId,
    title,
    outcome,
    actions: [action],
    conditions: conditionsOf(measure, over, upTo),
    approvals: isStepUp ? approvals : defaults.approvals,
    approvers: isStepUp ? approvers : undefined,
    escalateAfterSeconds: isStepUp ? escalateAfterSeconds : undefined,
    grantTtlSeconds,
    requestTtlSeconds,
    ladder: id,
  });
}

function conditionsOf(measure: Measure, over: number, upTo: number | undefined): Condition[] {
  const range = upTo === undefined ? { over } : { over, upTo };
  if (measure.kind !== "number") return [{ ...measure, ...range }];
  const { param } = measure;
  const above: Condition = { kind: "number", param, is: "over", value: over };
  return upTo === undefined ? [above] : [above, { kind: "number", param, is: "up_to", value: upTo }];
}
