import { schemaToText } from "@cedar-policy/cedar-wasm/nodejs";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { cedarSchema } from "#lib/policy/engine/cedar/cedar-schema";
import { compileRule } from "#lib/policy/engine/compile";
import type { Rule } from "#lib/policy/language/rule";
import { ruleFaultsInCedar } from "./cedar-faults.ts";
import type { RuleFault } from "./rule-fault.ts";

export interface InCedar {
  /** Every policy of every enabled rule, each after the rule's description. */
  policies: string;
  /** The schema for checking the policies, in Cedar's own notation. */
  schema: string;
  /** The errors from Cedar's validator; none for a published policy. */
  faults: RuleFault[];
}

export function policyAsCedar(rules: Rule[], catalog: ActionType[]): InCedar {
  const enabled = rules.filter((rule) => rule.enabled);
  const compiled = enabled.map(compileRule);
  const types = catalog.map(({ type }) => type);
  const policies = compiled.map(({ policy, indeterminatePolicy }) =>
    indeterminatePolicy === undefined ? policy : `${policy}\n\n${indeterminatePolicy}`,
  );
  return {
    policies: policies.join("\n\n"),
    schema: schemaText(compiled, types),
    faults: ruleFaultsInCedar(enabled),
  };
}

function schemaText(...parts: Parameters<typeof cedarSchema>): string {
  const answer = schemaToText(cedarSchema(...parts));
  return answer.type === "success" ? answer.text : answer.errors.map(({ message }) => message).join("\n");
}
