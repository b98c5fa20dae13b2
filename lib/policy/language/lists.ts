import type { Condition } from "./condition.ts";
import type { Rule } from "./rule.ts";

/**
 * A list of values, such as known counterparties. It has no storage of its own: each condition that
 * names it has the values, so that a version says alone what it decides (docs/decisions/0041).
 */
export interface ValueList {
  name: string;
  values: string[];
}

/** The list of a condition; undefined for a condition without one. */
export function listIn(condition: Condition): ValueList | undefined {
  if (condition.kind !== "text" || condition.list === undefined) return undefined;
  return { name: condition.list, values: condition.values };
}

/** The lists of rules, by name. */
export function listsOf(rules: readonly Pick<Rule, "conditions">[]): ValueList[] {
  const lists = rules.flatMap(({ conditions }) => conditions.flatMap((one) => listIn(one) ?? []));
  const byName = new Map(lists.map((list) => [list.name, list]));
  return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The rules with the values of these lists wherever they name one. */
export function withLists(rules: readonly Rule[], lists: readonly ValueList[]): Rule[] {
  const values = new Map(lists.map((list) => [list.name, list.values]));
  return rules.map((rule) => ({
    ...rule,
    conditions: rule.conditions.map((condition) => {
      const named = values.get(listIn(condition)?.name ?? "");
      return condition.kind === "text" && named ? { ...condition, values: named } : condition;
    }),
  }));
}
