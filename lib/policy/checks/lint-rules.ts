import { pointer } from "#client/json/pointer";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { both } from "#lib/policy/explanation/phrases";
import type { Condition } from "#lib/policy/language/condition";
import { namedCurrencies, namesCurrency } from "#lib/policy/language/named-currencies";
import { concerns, type Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

/** The errors that the lint rules find in a well-formed rule, by action types and groups. */
export function lintRules(rule: Rule, catalog: ActionType[], groupIds: ReadonlySet<string>): RuleFault[] {
  const faults = [
    ...allowsUnknown(rule, catalog),
    ...readsBareAmount(rule, catalog),
    ...countsMinorUnits(rule, catalog),
    ...sumsNothing(rule, catalog),
    ...asksNobody(rule, groupIds),
  ];
  return faults.map((fault) => ({ ruleId: rule.id, ...fault }));
}

type Fault = Omit<RuleFault, "ruleId">;

// Such a rule would never take effect (invariant 1), contrary to its author's expectation.
function allowsUnknown(rule: Rule, catalog: ActionType[]): Fault[] {
  if (rule.outcome !== "allow") return [];
  return unknownTypes(rule, catalog).map((type) => ({
    path: "actions",
    message: `${type} isn't a defined action type, so it can't be auto-approved.`,
  }));
}

function unknownTypes(rule: Rule, catalog: ActionType[]): string[] {
  const known = new Set(catalog.map(({ type }) => type));
  return rule.actions.filter((selector) => !selector.endsWith("*") && !known.has(selector));
}

// 100 without a currency is 100 of the cheapest one.
function readsBareAmount(rule: Rule, catalog: ActionType[]): Fault[] {
  const amounts = new Set(
    catalog
      .filter(({ type, currencyParam }) => currencyParam !== null && concerns(rule, type))
      .map(({ amountParam }) => amountParam),
  );
  return inConditions(rule, (condition) => {
    if (condition.kind !== "number" || !amounts.has(condition.param)) return undefined;
    return ["param", `${condition.param} is an amount of money. Compare it together with its currency.`];
  });
}

/** A fault for each condition that `find` names a member of, with the message. */
function inConditions(
  { conditions }: Rule,
  find: (condition: Condition) => [member: string, message: string] | undefined,
): Fault[] {
  return conditions.flatMap((condition, index) => {
    const [member, message] = find(condition) ?? [];
    return member && message ? [{ path: `conditions.${index}.${member}`, message }] : [];
  });
}

// The rule counts 125000, and approvers of the type read 1,250.00 USD.
function countsMinorUnits(rule: Rule, catalog: ActionType[]): Fault[] {
  const scaled = new Set(
    catalog
      .filter(({ type }) => concerns(rule, type))
      .flatMap(({ descriptor }) => descriptor?.fields ?? [])
      .filter(({ format, params }) => format === "amount" && params?.minorUnits)
      .map(({ path }) => path),
  );
  return inConditions(rule, (condition) => {
    if (condition.kind !== "amount" && condition.kind !== "number") return undefined;
    const [member, param] =
      condition.kind === "amount" ? ["amount", condition.amount] : ["param", condition.param];
    if (!scaled.has(param.split(".").reduce(pointer, ""))) return undefined;
    return [
      member,
      `${param} counts minor units, such as cents, and approvers read it in whole units. Compare a parameter that both read alike.`,
    ];
  });
}

// The sum would never be known, so the rule would always be indeterminate.
function sumsNothing(rule: Rule, catalog: ActionType[]): Fault[] {
  const bare = catalog
    .filter(({ type }) => concerns(rule, type))
    .filter(({ amountParam, currencyParam }) => amountParam === null || currencyParam === null)
    .map(({ type }) => type);
  const without = [...bare, ...unknownTypes(rule, catalog)];
  if (without.length === 0) return [];
  const message = `Nothing to add up: ${both(without)} ${without.length === 1 ? "has" : "have"} no amount with a currency.`;
  return inConditions(rule, (condition) =>
    condition.kind === "total" && condition.of === "sum" ? ["of", message] : undefined,
  );
}

// No person could ever approve what the rule requires.
function asksNobody({ approvers }: Rule, groupIds: ReadonlySet<string>): Fault[] {
  if (approvers === undefined || !("group" in approvers) || groupIds.has(approvers.group)) return [];
  return [{ path: "approvers.group", message: "This group doesn't exist." }];
}

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
