import type { Condition } from "./condition.ts";
import type { Rule } from "./rule.ts";

/** The currencies that rules name, by the parameter that holds the currency. */
export type NamedCurrencies = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The currencies that rules about one action type name. Only parameters that a limit on amounts or
 * sums reads are listed: a type without such a limit has no currency that could escape it. An allow
 * rule that lists currencies as texts names them as well, because its author chose to allow them. A
 * block or step-up that lists texts names none: it limits no amount.
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

/** Whether a rule says which currencies, in a parameter, it is about. */
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
