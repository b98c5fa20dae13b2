import { type DetailedError, type ValidationAnswer, validate } from "@cedar-policy/cedar-wasm/nodejs";
import { cedarSchema, otherAction } from "#lib/policy/engine/cedar/cedar-schema";
import { type CompiledRule, compileRule, isExact } from "#lib/policy/engine/compile";
import { indeterminateId } from "#lib/policy/engine/rule-index";
import type { Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

/** The errors of Cedar's validator. One action stands for all, because all have the same context. */
export function ruleFaultsInCedar(rules: Rule[]): RuleFault[] {
  const forOther = (rule: Rule) => (isExact(rule) ? { ...rule, actions: [otherAction] } : rule);
  return cedarFaults(rules.map((rule) => compileRule(forOther(rule))));
}

/** The errors of Cedar's own validator in compiled rules, each at the affected field. */
export function cedarFaults(rules: CompiledRule[]): RuleFault[] {
  const policies = new Map(rules.flatMap(policiesOf));
  const answer = validate({
    schema: cedarSchema(rules, []),
    policies: {
      staticPolicies: Object.fromEntries([...policies].map(([id, { text }]) => [id, text])),
    },
  });
  const faults = inOrder(findingsOf(answer), [...policies.keys()]).map(({ policyId, error }) => {
    const policy = policies.get(policyId);
    return {
      ruleId: policy?.compiled.rule.id ?? "",
      path: policy === undefined ? "" : fieldOf(policy, error),
      message: `Cedar: ${error.message}`,
    };
  });
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

// Cedar's findings have any order, and include consequences of an error: the first place comes
// first.
function inOrder(findings: Finding[], policyIds: string[]): Finding[] {
  const place = ({ policyId, error }: Finding) =>
    [policyIds.indexOf(policyId), error.sourceLocations?.[0]?.start ?? 0] as const;
  return findings.toSorted((one, other) => {
    const [[policy, start], [otherPolicy, otherStart]] = [place(one), place(other)];
    return policy - otherPolicy || start - otherStart;
  });
}

interface Policy {
  compiled: CompiledRule;
  text: string;
}

function policiesOf(compiled: CompiledRule): [string, Policy][] {
  const { rule, policy, indeterminatePolicy } = compiled;
  const own: [string, Policy] = [rule.id, { compiled, text: policy }];
  return indeterminatePolicy === undefined
    ? [own]
    : [own, [indeterminateId(rule.id), { compiled, text: indeterminatePolicy }]];
}

interface Finding {
  policyId: string;
  error: DetailedError;
}

function findingsOf(answer: ValidationAnswer): Finding[] {
  return answer.type === "failure"
    ? answer.errors.map((error) => ({ policyId: "", error }))
    : answer.validationErrors;
}

// Each comparison has its own line; Cedar counts bytes.
function fieldOf({ compiled, text }: Policy, { sourceLocations = [] }: DetailedError): string {
  const [location] = sourceLocations;
  if (!location) return "";
  const before = Buffer.from(text).subarray(0, location.start).toString();
  const line = text.split("\n")[before.split("\n").length - 1] ?? "";
  return compiled.tests.find(({ expression }) => line.includes(expression))?.field ?? "";
}
