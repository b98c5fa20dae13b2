import type { Condition } from "./condition.ts";
import type { Rule } from "./rule.ts";

/** The currencies in rules, by currency parameter. */
export type NamedCurrencies = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The currencies in rules about an action type. Lists only parameters read by a limit on amounts or
 * sums: without a limit, there is no limit for a currency to escape. The currencies in an allow
 * rule's text condition count, because its author chose to allow them. Those of a block or step-up
 * do not, because the rule limits no amount.
 * @param currencyParam the action type's `currencyParam`, the currency of sums.
 */
export function namedCurrencies(
  rules: readonly Rule[],
  currencyParam: string | null | undefined,
): NamedCurrencies {
  const named = new Map<string, Set<string>>();
  for (const { conditions } of rules)
    for (const condition of conditions)
      for (const [param, currencies] of limitOf(condition, currencyParam)) add(named, param, currencies);
  for (const { outcome, conditions } of rules)
    for (const condition of outcome === "allow" ? conditions : [])
      if (isChoice(condition) && named.has(condition.param)) add(named, condition.param, condition.values);
  return named;
}

/** Whether a rule is limited to given currencies in a parameter. */
export function namesCurrency(rule: Rule, param: string, currencyParam: string | null | undefined): boolean {
  return rule.conditions.some(
    (condition) =>
      (isChoice(condition) && condition.param === param) ||
      limitOf(condition, currencyParam).some(([read]) => read === param),
  );
}

function limitOf(condition: Condition, currencyParam: string | null | undefined): [string, string[]][] {
  if (condition.kind === "amount") return [[condition.currency, condition.currencies]];
  if (condition.kind !== "total" || condition.currencies === undefined) return [];
  return typeof currencyParam === "string" ? [[currencyParam, condition.currencies]] : [];
}

function isChoice(condition: Condition): condition is Condition & { kind: "text" } {
  return condition.kind === "text" && condition.is === "one_of";
}

function add(named: Map<string, Set<string>>, param: string, currencies: string[]): void {
  named.set(param, new Set([...(named.get(param) ?? []), ...currencies]));
}
