import type { ZodError } from "zod";
import { CountersignError } from "#lib/kernel/errors";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { type Rule, rulesSchema } from "#lib/policy/language/rule";
import { ruleFaultsInCedar } from "./cedar-faults.ts";
import { globFaults } from "./glob-faults.ts";
import { currencyFaults, lintRules } from "./lint-rules.ts";
import { overlapFaults } from "./overlap-faults.ts";
import type { RuleFault } from "./rule-fault.ts";

/** Reads rules strictly, linted and validated by Cedar. @throws `invalid_input`, with {@link RuleFault}s */
export function checkRules(rules: unknown, catalog: ActionType[], groupIds: Iterable<string>): Rule[] {
  return check(rules, catalog, groupIds, (all) => [
    ...overlapFaults(all),
    ...currencyFaults(all, catalog),
    ...globFaults(all),
  ]);
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
  requireFewConditions(parsed.data);
  const groups = new Set(groupIds);
  const faults = [
    ...parsed.data.flatMap((rule) => lintRules(rule, catalog, groups)),
    ...faultsTogether(parsed.data),
    ...ruleFaultsInCedar(parsed.data),
  ];
  if (faults.length > 0) throw refusal(faults);
  return parsed.data;
}

/** Cedar's validator takes about 0.2 ms for a condition, and asks wait for the main thread. */
export const mostConditions = 3000;

function requireFewConditions(rules: Rule[]): void {
  const count = rules.reduce((sum, { conditions }) => sum + conditions.length, 0);
  if (count <= mostConditions) return;
  const message = `The rules have ${count} conditions, and ${mostConditions} are allowed. Join rules with the same conditions.`;
  throw refusal([{ ruleId: "", path: "", message }]);
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
