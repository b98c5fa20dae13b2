import type { ZodError } from "zod";
import { byKey } from "#lib/kernel/by-key";
import { CountersignError } from "#lib/kernel/errors";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Condition } from "#lib/policy/language/condition";
import { type Rule, rulesSchema } from "#lib/policy/language/rule";
import { ruleFaultsInCedar } from "./cedar-faults.ts";
import { globFaults } from "./glob-faults.ts";
import { currencyFaults, lintRules } from "./lint-rules.ts";
import { listFaults } from "./list-faults.ts";
import type { RuleFault } from "./rule-fault.ts";
import { sizeFaults } from "./size-faults.ts";

interface Tier {
  rule: Rule;
  path: string;
  over: number;
  upTo: number;
}

interface Scale {
  scale: string[];
  over: number;
  upTo: number | undefined;
  field?: string;
}

/** Reads rules strictly, linted and validated by Cedar. @throws `invalid_input`, with {@link RuleFault}s */
export function checkRules(rules: unknown, catalog: ActionType[], groupIds: Iterable<string>): Rule[] {
  return check(rules, catalog, groupIds, (all) => [
    ...overlapFaults(all),
    ...currencyFaults(all, catalog),
    ...globFaults(all),
    ...listFaults(all),
  ]);
}

/** Rules of a threshold that overlap for an amount. Other rules may decide amounts without a tier. */
function overlapFaults(rules: Rule[]): RuleFault[] {
  const faults = [...byKey(rules.flatMap(bandsOf)).values()].flatMap(overlapsAmong);
  return [...new Map(faults.map((fault) => [`${fault.ruleId} ${fault.path}`, fault])).values()];
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

function scalesOf(condition: Condition): Scale[] {
  if (condition.kind !== "amount" && condition.kind !== "total") return [];
  const { over, upTo, currencies = [""] } = condition;
  const measure =
    condition.kind === "amount"
      ? ["amount", condition.amount, condition.currency]
      : ["total", condition.of, condition.per, condition.window];
  return [...new Set(currencies)].map((currency) => ({ scale: [...measure, currency], over, upTo }));
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

function overlapsAmong(tiers: Tier[]): RuleFault[] {
  const sorted = tiers.toSorted((one, other) => one.over - other.over);
  return sorted.flatMap((tier, index) => {
    const below = sorted[index - 1];
    if (!below || tier.over >= below.upTo) return [];
    const message = `"${tier.rule.title}" overlaps "${below.rule.title}" in the same threshold. Start it where that tier ends.`;
    return [{ ruleId: tier.rule.id, path: tier.path, message }];
  });
}

/** As {@link checkRules}, each rule apart, so that an admin can correct a draft step by step. */
export function checkEachRule(rules: unknown, catalog: ActionType[], groupIds: Iterable<string>): Rule[] {
  return check(rules, catalog, groupIds, () => []);
}

function check(
  rules: unknown,
  catalog: ActionType[],
  groupIds: Iterable<string>,
  faultsTogether: (rules: Rule[]) => RuleFault[],
): Rule[] {
  const parsed = rulesSchema.safeParse(rules);
  if (!parsed.success) throw refusal(faultsOfForm(parsed.error, rules));
  const tooMany = sizeFaults(parsed.data);
  if (tooMany.length > 0) throw refusal(tooMany);
  const groups = new Set(groupIds);
  const faults = [
    ...parsed.data.flatMap((rule) => lintRules(rule, catalog, groups)),
    ...faultsTogether(parsed.data),
    ...ruleFaultsInCedar(parsed.data),
  ];
  if (faults.length > 0) throw refusal(faults);
  return parsed.data;
}

function faultsOfForm({ issues }: ZodError, rules: unknown): RuleFault[] {
  return issues.map(({ path: [index, ...path], message }) => ({
    ruleId: ruleIdAt(rules, index),
    path: path.join("."),
    message,
  }));
}

function ruleIdAt(rules: unknown, index: PropertyKey | undefined): string {
  const rule: unknown = Array.isArray(rules) && typeof index === "number" ? rules[index] : undefined;
  const isNamed = typeof rule === "object" && rule !== null && "id" in rule && typeof rule.id === "string";
  return isNamed ? String(rule.id) : "";
}

function refusal(faults: RuleFault[]): CountersignError {
  const named = faults.map(({ ruleId, path, message }) => `${[ruleId, path].join(" ").trim()}: ${message}`);
  const messages = new Set(faults.map(({ message }) => message));
  return new CountersignError("invalid_input", `rules refused: ${named.join("; ")}`, {
    userMessage: [...messages].join(" "),
    details: { errors: faults },
  });
}
