import { isDeepStrictEqual } from "node:util";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { safeguardsOf } from "#lib/policy/language/safeguards";
import { comparePolicies, countOf, type Difference } from "#lib/policy/versions/compare";
import type { PolicyContent } from "#lib/policy/versions/versions";
import type { Threshold } from "./threshold.ts";
import { thresholdOf } from "./threshold-of-rules.ts";

/** A changed threshold; absent on the side without the threshold. */
export interface ThresholdChange {
  id: string;
  before: Threshold | undefined;
  after: Threshold | undefined;
}

/** A difference with changed tiers under their threshold. `count` counts what it lists. */
export interface ThresholdDifference extends Difference {
  thresholds: ThresholdChange[];
}

/** Moves rules that a threshold describes out of a difference, but for changes such as to the approvers. */
export function compareThresholds(
  difference: Difference,
  before: Rule[],
  after: Rule[],
): ThresholdDifference {
  const { added, removed, changed } = difference;
  const touched = [...added, ...removed, ...changed.flatMap((pair) => [pair.before, pair.after])];
  const ids = new Set(touched.flatMap(({ threshold }) => threshold ?? []));
  const thresholds = [...ids]
    .map((id) => ({ id, before: thresholdOf(before, id), after: thresholdOf(after, id) }))
    .filter(({ id, ...sides }) => isWhole(sides.before, before, id) && isWhole(sides.after, after, id))
    .filter((sides) => !isDeepStrictEqual(seenOf(sides.before), seenOf(sides.after)));
  const shown = new Set(thresholds.map(({ id }) => id));
  const isSaid = (rule: Rule) => shown.has(rule.threshold ?? "") && isPlain(rule);
  const rest = {
    added: added.filter((rule) => !isSaid(rule)),
    removed: removed.filter((rule) => !isSaid(rule)),
    changed: changed.filter(
      (pair) => !(shown.has(pair.after.threshold ?? "") && isMoved(pair.before, pair.after)),
    ),
  };
  const said = countOf(difference) - countOf(rest);
  return { ...difference, ...rest, thresholds, count: difference.count - said + thresholds.length };
}

/** The number of changes between policies, for every page and the API. */
export function countChanges(before: PolicyContent, after: PolicyContent): number {
  return compareThresholds(comparePolicies(before, after), before.rules, after.rules).count;
}

// Whether a side has the whole threshold, or no rule of the threshold.
function isWhole(threshold: Threshold | undefined, rules: Rule[], id: string): boolean {
  return threshold !== undefined || !rules.some((rule) => rule.threshold === id);
}

// A threshold in tiers: ranges, outcomes, and shared settings.
function seenOf(threshold: Threshold | undefined): unknown {
  if (!threshold) return undefined;
  const { tiers, ...shared } = threshold;
  return { ...shared, tiers: tiers.map(({ outcome, approvals, upTo }) => ({ outcome, approvals, upTo })) };
}

// Whether a rule has no settings but tier and outcome.
function isPlain(rule: Rule): boolean {
  const { approvers, escalateAfterSeconds, grantTtlSeconds, requestTtlSeconds } = rule;
  const isUsual = { grantTtlSeconds, requestTtlSeconds, ...safeguardsOf(rule) };
  const { approvals: _, ...usual } = defaults;
  return approvers === undefined && escalateAfterSeconds === undefined && isDeepStrictEqual(isUsual, usual);
}

// A title that follows its tier is no change of its own.
function isMoved(before: Rule, after: Rule): boolean {
  const { title, outcome, approvals, conditions } = after;
  const placed = JSON.stringify({ ...before, title, outcome, approvals, conditions });
  const isElse = !isDeepStrictEqual(JSON.parse(placed), JSON.parse(JSON.stringify(after)));
  const place = ({ outcome: does, approvals: by, conditions: where }: Rule) => [does, by, where];
  return !isElse && before.threshold === after.threshold && !isDeepStrictEqual(place(before), place(after));
}
