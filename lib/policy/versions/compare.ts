import { isDeepStrictEqual } from "node:util";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { DefaultOutcome, Rule, Unclassified } from "#lib/policy/language/rule";
import { compareLists, type ListChange } from "./compare-lists.ts";
import type { PolicyContent } from "./versions.ts";

export interface Changes<T> {
  added: T[];
  removed: T[];
  changed: { before: T; after: T }[];
}

/** The differences between two policies: in the rules, and in the action types. */
export interface Difference extends Changes<Rule> {
  actionTypes: Changes<ActionType>;
  /** The values of lists. Not counted: each is a change of rules. */
  lists: ListChange[];
  defaultOutcome: { before: DefaultOutcome; after: DefaultOutcome } | undefined;
  unclassified: { before: Unclassified; after: Unclassified } | undefined;
  count: number;
}

/** Compares two policies: rules by ID and action types by name, in any order. */
export function comparePolicies(before: PolicyContent, after: PolicyContent): Difference {
  const rules = changesOf(before.rules, after.rules, ({ id }) => id);
  const actionTypes = changesOf(before.catalog, after.catalog, ({ type }) => type);
  const defaultOutcome = changeOf(before.defaultOutcome, after.defaultOutcome);
  const unclassified = changeOf(before.unclassified, after.unclassified);
  const settings = [defaultOutcome, unclassified].filter((change) => change !== undefined);
  const count = countOf(rules) + countOf(actionTypes) + settings.length;
  const lists = compareLists(before.rules, after.rules);
  return { ...rules, actionTypes, lists, defaultOutcome, unclassified, count };
}

function changeOf<T>(before: T, after: T): { before: T; after: T } | undefined {
  return before === after ? undefined : { before, after };
}

function changesOf<T>(before: T[], after: T[], nameOf: (item: T) => string): Changes<T> {
  const earlier = new Set(before.map(nameOf));
  const later = new Map(after.map((item) => [nameOf(item), item]));
  return {
    added: after.filter((item) => !earlier.has(nameOf(item))),
    removed: before.filter((item) => !later.has(nameOf(item))),
    changed: before.flatMap((item) => {
      const changed = later.get(nameOf(item));
      return changed && !isDeepStrictEqual(dropUndefined(item), dropUndefined(changed))
        ? [{ before: item, after: changed }]
        : [];
    }),
  };
}

export function countOf({ added, removed, changed }: Changes<unknown>): number {
  return added.length + removed.length + changed.length;
}

// An undefined member equals an absent member.
function dropUndefined(item: unknown): unknown {
  return JSON.parse(JSON.stringify(item));
}
