import { type ValidationAnswer, validate } from "@cedar-policy/cedar-wasm/nodejs";
import { CountersignError } from "#lib/errors";
import type { ActionType } from "./catalogue.ts";
import { cedarSchema } from "./cedar-schema.ts";
import { type CompiledRule, compileRule } from "./compile.ts";
import { concerns, type Rule, rulesSchema } from "./rule.ts";
import { doubtId } from "./slice.ts";

/** What is wrong with a rule, and which one. */
export interface RuleFault {
  ruleId: string;
  message: string;
}

/**
 * Reads rules strictly and has both the house and Cedar's own validator look at them.
 * @throws {CountersignError} `invalid_input`, with every fault in `details.errors`.
 */
export function checkRules(rules: unknown, catalogue: ActionType[]): Rule[] {
  const parsed = rulesSchema.safeParse(rules);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    throw refusal(errors.map((error) => error.message).join("; "), errors);
  }
  const faults = [
    ...parsed.data.flatMap((rule) => faultsOf(rule, catalogue)),
    ...cedarFaults(parsed.data, catalogue),
  ];
  if (faults.length > 0) throw refusal(faults.map((fault) => fault.message).join("; "), faults);
  return parsed.data;
}

function faultsOf(rule: Rule, catalogue: ActionType[]): RuleFault[] {
  return [...allowsUnknown(rule, catalogue), ...readsBareAmount(rule, catalogue)].map((message) => ({
    ruleId: rule.id,
    message,
  }));
}

// It would never take effect (invariant 1), and whoever wrote it believes that it does.
function allowsUnknown(rule: Rule, catalogue: ActionType[]): string[] {
  if (rule.outcome !== "allow") return [];
  const known = new Set(catalogue.map(({ type }) => type));
  return rule.actions
    .filter((selector) => !selector.endsWith("*") && !known.has(selector))
    .map((selector) => `${selector} is not in the action catalogue, so it cannot be allowed.`);
}

// 100 without a currency is 100 of the cheapest one.
function readsBareAmount(rule: Rule, catalogue: ActionType[]): string[] {
  const amounts = new Set(
    catalogue
      .filter(({ type, currencyParam }) => currencyParam !== null && concerns(rule, type))
      .map(({ amountParam }) => amountParam),
  );
  return rule.conditions.flatMap((condition) =>
    condition.kind === "number" && amounts.has(condition.param)
      ? [`${condition.param} is an amount of money: compare it together with its currency.`]
      : [],
  );
}

function cedarFaults(rules: Rule[], catalogue: ActionType[]): RuleFault[] {
  const compiled = rules.map(compileRule);
  const owners = new Map(rules.flatMap(({ id }) => [[id, id] as const, [doubtId(id), id] as const]));
  const answer = validate({
    schema: cedarSchema(
      compiled,
      catalogue.map(({ type }) => type),
    ),
    policies: { staticPolicies: Object.fromEntries(compiled.flatMap(policiesOf)) },
  });
  return findings(answer).map(({ policyId, message }) => ({
    ruleId: owners.get(policyId) ?? "",
    message: `Cedar: ${message}`,
  }));
}

function policiesOf({ rule, policy, doubt }: CompiledRule): [string, string][] {
  return doubt === undefined
    ? [[rule.id, policy]]
    : [
        [rule.id, policy],
        [doubtId(rule.id), doubt],
      ];
}

function findings(answer: ValidationAnswer): { policyId: string; message: string }[] {
  if (answer.type === "failure") return answer.errors.map(({ message }) => ({ policyId: "", message }));
  return answer.validationErrors.map(({ policyId, error }) => ({ policyId, message: error.message }));
}

function refusal(summary: string, errors: unknown[]): CountersignError {
  return new CountersignError("invalid_input", `rules refused: ${summary}`, {
    userMessage: summary,
    details: { errors },
  });
}
