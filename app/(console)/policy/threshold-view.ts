import type { RuleView } from "#components/policy/rule-row";
import {
  measureWords,
  outcomeWords,
  rangeWords,
  unitWords,
} from "#components/policy/thresholds/threshold-words.ts";
import type { ThresholdView } from "#components/policy/thresholds/tiers";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { isExpired } from "#lib/policy/engine/verdict";
import { describeRule, type Names } from "#lib/policy/explanation/describe-rule";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import { rulesOfThreshold } from "#lib/policy/thresholds/threshold-rules";

/** The names and the time that policy pages use for words. */
export interface PolicyWords {
  catalog: ActionType[];
  names: Names;
  now: Date;
}

/** A threshold and its rules, prepared for display. */
export function thresholdView(
  threshold: Threshold,
  ruleViews: RuleView[],
  words: PolicyWords,
): ThresholdView {
  const { id, measure, tiers } = threshold;
  const [first] = rulesOfThreshold(threshold);
  // The conditions of a tier's rule without the tier's own range are the conditions of the whole
  // threshold.
  const shared = first && describeRule({ ...first, conditions: [] }, words.names);
  const unit = "currencies" in measure && measure.currencies ? `, in ${unitWords(measure)}` : "";
  return {
    id,
    title: `By ${measureWords(measure)}${unit}`,
    scope: [shared?.when.join(" and "), shared?.until].filter(Boolean).join(", "),
    isEnabled: threshold.enabled,
    isMonitored: threshold.isMonitored === true,
    isExpired: first !== undefined && isExpired(first, words.now),
    tiers: tiers.map(({ outcome, approvals, upTo, ruleId }, index) => ({
      key: `${index} ${ruleId}`,
      outcome,
      approvals,
      range: rangeWords(measure, tiers[index - 1]?.upTo ?? 0, upTo),
      words: outcomeWords({ outcome, approvals }),
    })),
    rules: ruleViews,
  };
}
