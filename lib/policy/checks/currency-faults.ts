import type { ActionType } from "#lib/policy/action-types/action-type";
import { namedCurrencies, namesCurrency } from "#lib/policy/language/named-currencies";
import { concerns, type Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

/**
 * Allow rules without a currency, although other rules limit the same type's amounts in a currency:
 * such a rule reads as if it allowed every currency. In a live version an amount in an unlimited
 * currency gets the default outcome (never-allow.ts).
 */
export function currencyFaults(rules: Rule[], catalog: ActionType[]): RuleFault[] {
  const enabled = rules.filter((rule) => rule.enabled);
  const faults = catalog.flatMap((entry) => {
    const concerned = enabled.filter((rule) => concerns(rule, entry.type));
    return concerned
      .filter(({ outcome }) => outcome === "allow")
      .flatMap((rule) => faultOf(rule, concerned, entry));
  });
  return [...new Map(faults.map((fault) => [fault.ruleId, fault])).values()];
}

function faultOf(rule: Rule, all: Rule[], { type, currencyParam }: ActionType): RuleFault[] {
  for (const [param, currencies] of namedCurrencies(all, currencyParam)) {
    if (namesCurrency(rule, param, currencyParam)) continue;
    const message = `“${rule.title}” allows ${type} in any currency, but other rules limit its amount only in ${[...currencies].join(", ")}. Add a condition that names the currencies this rule allows.`;
    return [{ ruleId: rule.id, path: "conditions", message }];
  }
  return [];
}
