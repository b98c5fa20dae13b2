import type { Mark } from "#components/policy/mark-badge";
import type { Rule } from "#lib/policy/language/rule";
import type { ThresholdDifference } from "#lib/policy/thresholds/compare-thresholds";
import { thresholdsOf } from "#lib/policy/thresholds/threshold-of-rules";
import type { Changes } from "#lib/policy/versions/compare";

/** The draft's changes of rules and thresholds, by ID, and of action types, by name. */
export interface Marks {
  rules: ReadonlyMap<string, Mark>;
  thresholds: ReadonlyMap<string, Mark>;
  types: ReadonlyMap<string, Mark>;
}

/** `whole`: the difference before {@link ThresholdDifference} leaves out the rules of thresholds. */
export function marksOf(
  whole: Changes<Rule>,
  difference: ThresholdDifference,
  before: Rule[],
  after: Rule[],
): Marks {
  const [had, has] = [thresholdIds(before), thresholdIds(after)];
  const thresholds = new Map<string, Mark>();
  const touched = [...whole.added, ...whole.removed, ...whole.changed.map((pair) => pair.after)];
  for (const { threshold = "" } of touched) {
    if (has.has(threshold)) thresholds.set(threshold, had.has(threshold) ? "edited" : "new");
    else if (had.has(threshold)) thresholds.set(threshold, "removed");
  }
  return {
    thresholds,
    rules: marked(whole, ({ id }) => id),
    types: marked(difference.actionTypes, ({ type }) => type),
  };
}

/** The draft's rules and the removed rules. A removed tier is left out: the threshold shows the change. */
export function listedRules(draft: Rule[], removed: Rule[]): Rule[] {
  const thresholds = new Set(draft.flatMap(({ threshold }) => threshold ?? []));
  return [...draft, ...removed.filter(({ threshold }) => !thresholds.has(threshold ?? ""))];
}

function thresholdIds(rules: Rule[]): Set<string> {
  return new Set(thresholdsOf(rules).map(({ id }) => id));
}

function marked<T>({ added, removed, changed }: Changes<T>, nameOf: (item: T) => string): Map<string, Mark> {
  return new Map<string, Mark>([
    ...added.map((item): [string, Mark] => [nameOf(item), "new"]),
    ...removed.map((item): [string, Mark] => [nameOf(item), "removed"]),
    ...changed.map(({ after }): [string, Mark] => [nameOf(after), "edited"]),
  ]);
}
