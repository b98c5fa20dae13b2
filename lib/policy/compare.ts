import { isDeepStrictEqual } from "node:util";
import type { DefaultOutcome, Rule } from "./rule.ts";

/** What a version or the draft says. */
export interface Comparable {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
}

/** What differs between two of them, rule by rule. */
export interface Difference {
  added: Rule[];
  removed: Rule[];
  changed: { before: Rule; after: Rule }[];
  defaultOutcome: { before: DefaultOutcome; after: DefaultOutcome } | undefined;
  /** How many things differ; 0 when nothing does. */
  count: number;
}

/** Compares two policies. Rules are the same rule when they have the same id; their order means nothing. */
export function comparePolicies(before: Comparable, after: Comparable): Difference {
  const earlier = new Map(before.rules.map((rule) => [rule.id, rule]));
  const later = new Map(after.rules.map((rule) => [rule.id, rule]));
  const added = after.rules.filter(({ id }) => !earlier.has(id));
  const removed = before.rules.filter(({ id }) => !later.has(id));
  const changed = before.rules.flatMap((rule) => {
    const other = later.get(rule.id);
    return other && !isDeepStrictEqual(withoutGaps(rule), withoutGaps(other))
      ? [{ before: rule, after: other }]
      : [];
  });
  const defaultOutcome =
    before.defaultOutcome === after.defaultOutcome
      ? undefined
      : { before: before.defaultOutcome, after: after.defaultOutcome };
  const count = added.length + removed.length + changed.length + (defaultOutcome ? 1 : 0);
  return { added, removed, changed, defaultOutcome, count };
}

// A member that is undefined and one that is not there say the same.
function withoutGaps(rule: Rule): unknown {
  return JSON.parse(JSON.stringify(rule));
}
