import { isDeepStrictEqual } from "node:util";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { DefaultOutcome, Rule } from "#lib/policy/language/rule";

/** What a version or the draft says. */
export interface Comparable {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
  catalogue: ActionType[];
}

/** What differs between two lists of the same kind of thing. */
export interface Changes<T> {
  added: T[];
  removed: T[];
  changed: { before: T; after: T }[];
}

/** The differences between two policies: in the rules, and in the action types. */
export interface Difference extends Changes<Rule> {
  actionTypes: Changes<ActionType>;
  defaultOutcome: { before: DefaultOutcome; after: DefaultOutcome } | undefined;
  /** How many things differ; 0 when nothing does. */
  count: number;
}

/** Compares two policies. Rules are the same rule when they have the same id, action types by their names; order means nothing. */
export function comparePolicies(before: Comparable, after: Comparable): Difference {
  const rules = changesOf(before.rules, after.rules, ({ id }) => id);
  const actionTypes = changesOf(before.catalogue, after.catalogue, ({ type }) => type);
  const defaultOutcome =
    before.defaultOutcome === after.defaultOutcome
      ? undefined
      : { before: before.defaultOutcome, after: after.defaultOutcome };
  const count = countOf(rules) + countOf(actionTypes) + (defaultOutcome ? 1 : 0);
  return { ...rules, actionTypes, defaultOutcome, count };
}

function changesOf<T>(before: T[], after: T[], nameOf: (one: T) => string): Changes<T> {
  const earlier = new Set(before.map(nameOf));
  const later = new Map(after.map((one) => [nameOf(one), one]));
  return {
    added: after.filter((one) => !earlier.has(nameOf(one))),
    removed: before.filter((one) => !later.has(nameOf(one))),
    changed: before.flatMap((one) => {
      const other = later.get(nameOf(one));
      return other && !isDeepStrictEqual(dropUndefined(one), dropUndefined(other))
        ? [{ before: one, after: other }]
        : [];
    }),
  };
}

function countOf({ added, removed, changed }: Changes<unknown>): number {
  return added.length + removed.length + changed.length;
}

// An undefined member equals an absent one.
function dropUndefined(one: unknown): unknown {
  return JSON.parse(JSON.stringify(one));
}
