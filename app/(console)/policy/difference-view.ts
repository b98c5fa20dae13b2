import type { DifferenceView } from "#components/policy/difference-list";
import { movedTiers } from "#components/policy/thresholds/moved-tiers.ts";
import type { ThresholdChangeView } from "#components/policy/thresholds/threshold-difference";
import { describeActionType, describeActionTypeChange } from "#lib/policy/action-types/describe-descriptor";
import { compareThresholds, type ThresholdChange } from "#lib/policy/thresholds/compare-thresholds";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import type { Difference } from "#lib/policy/versions/compare";
import type { PolicyContent } from "#lib/policy/versions/versions";
import { defaultOutcomeWords, unclassifiedWords } from "./default-words.ts";
import { type PolicyWords, thresholdView, viewOf } from "./policy-view.ts";

export function differenceView(
  whole: Difference,
  sides: { before: Pick<PolicyContent, "rules">; after: Pick<PolicyContent, "rules"> },
  words: PolicyWords,
): DifferenceView {
  const difference = compareThresholds(whole, sides.before.rules, sides.after.rules);
  const { defaultOutcome, unclassified, actionTypes, lists } = difference;
  return {
    count: difference.count,
    thresholds: difference.thresholds.map((change) => thresholdChangeView(change, words)),
    added: difference.added.map((rule) => viewOf(rule, words)),
    removed: difference.removed.map((rule) => viewOf(rule, words)),
    changed: difference.changed.map(({ before, after }) => ({
      before: viewOf(before, words),
      after: viewOf(after, words),
    })),
    actionTypes: {
      added: actionTypes.added.map((entry) => ({ ...entry, facts: describeActionType(entry) })),
      removed: actionTypes.removed.map((entry) => ({ ...entry, facts: describeActionType(entry) })),
      changed: actionTypes.changed.map(({ before, after }) => ({
        type: after.type,
        title: after.title,
        facts: describeActionTypeChange(before, after),
      })),
    },
    lists,
    defaultOutcome: defaultOutcome && {
      before: defaultOutcomeWords(defaultOutcome.before),
      after: defaultOutcomeWords(defaultOutcome.after),
    },
    unclassified: unclassified && {
      before: unclassifiedWords(unclassified.before),
      after: unclassifiedWords(unclassified.after),
    },
  };
}

function thresholdChangeView(
  { id, before, after }: ThresholdChange,
  words: PolicyWords,
): ThresholdChangeView {
  const action = (after ?? before)?.action ?? "";
  const view = (threshold: Threshold | undefined) => threshold && thresholdView(threshold, [], words);
  return {
    id,
    actionTitle: words.names.actions.get(action) ?? action,
    before: view(before),
    after: view(after),
    moved: before && after && movedTiers(before, after),
  };
}
