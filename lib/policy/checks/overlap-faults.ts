import { byKey } from "#lib/kernel/by-key";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

interface Tier {
  rule: Rule;
  path: string;
  over: number;
  upTo: number;
}

/** Rules of a threshold that overlap for an amount. Other rules may decide amounts without a tier. */
export function overlapFaults(rules: Rule[]): RuleFault[] {
  const faults = [...byKey(rules.flatMap(bandsOf)).values()].flatMap(overlapsAmong);
  return [...new Map(faults.map((fault) => [`${fault.ruleId} ${fault.path}`, fault])).values()];
}

function overlapsAmong(tiers: Tier[]): RuleFault[] {
  const sorted = tiers.toSorted((one, other) => one.over - other.over);
  return sorted.flatMap((tier, index) => {
    const below = sorted[index - 1];
    if (!below || tier.over >= below.upTo) return [];
    const message = `"${tier.rule.title}" overlaps "${below.rule.title}" in the same threshold. Start it where that tier ends.`;
    return [{ ruleId: tier.rule.id, path: tier.path, message }];
  });
}

// The scale of a rule's limits: one threshold, measure and currency.
function bandsOf(rule: Rule): [string, Tier][] {
  if (rule.threshold === undefined) return [];
  return rule.conditions.flatMap((condition, index) =>
    [...scalesOf(condition), ...numberScales(condition, rule.conditions)].map(
      ({ scale, over, upTo = Number.POSITIVE_INFINITY, field = "over" }): [string, Tier] => [
        JSON.stringify([rule.threshold, ...scale]),
        { rule, path: `conditions.${index}.${field}`, over, upTo },
      ],
    ),
  );
}

interface Scale {
  scale: string[];
  over: number;
  upTo: number | undefined;
  field?: string;
}

// A tier of a plain number has two conditions: over one number, up to another.
function numberScales(condition: Condition, all: Condition[]): Scale[] {
  if (condition.kind !== "number" || condition.is !== "over") return [];
  const { param, value } = condition;
  const upper = all.find(
    (candidate) => candidate.kind === "number" && candidate.param === param && candidate.is === "up_to",
  );
  const upTo = upper?.kind === "number" ? upper.value : undefined;
  return [{ scale: ["number", param], over: value, upTo, field: "value" }];
}

function scalesOf(condition: Condition): Scale[] {
  if (condition.kind !== "amount" && condition.kind !== "total") return [];
  const { over, upTo, currencies = [""] } = condition;
  const measure =
    condition.kind === "amount"
      ? ["amount", condition.amount, condition.currency]
      : ["total", condition.of, condition.per, condition.window];
  return [...new Set(currencies)].map((currency) => ({ scale: [...measure, currency], over, upTo }));
}
