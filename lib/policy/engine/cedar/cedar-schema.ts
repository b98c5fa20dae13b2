import type { SchemaJson, TypeOfAttribute } from "@cedar-policy/cedar-wasm/nodejs";
import type { Read } from "../attribute.ts";
import type { CompiledRule } from "../compile.ts";

const attributeTypes: Record<Read["as"], TypeOfAttribute<string>> = {
  number: { type: "Extension", name: "decimal", required: false },
  text: { type: "String", required: false },
  flag: { type: "Boolean", required: false },
  presence: { type: "Boolean", required: false },
  resource: { type: "String", required: false },
  audience: { type: "String", required: false },
  type: { type: "String", required: false },
  total: { type: "Extension", name: "decimal", required: false },
  history: { type: "Boolean", required: false },
  currency: { type: "String", required: false },
  labels: { type: "Set", element: { type: "String" }, required: false },
  minute_of_week: { type: "Long", required: false },
  now: { type: "Long", required: false },
};

/** Represents the types in no rule and no catalog. A real type contains no space. */
export const otherAction = "any other";

/** The Cedar schema for these rules. Every attribute is optional: Cedar finds rules without a guard. */
export function cedarSchema(rules: CompiledRule[], actionTypes: Iterable<string>): SchemaJson<string> {
  const attributes = Object.fromEntries(
    rules.flatMap(({ reads }) => reads.map((read) => [read.attribute, attributeTypes[read.as]])),
  );
  const named = rules.flatMap(({ rule }) => rule.actions.filter((selector) => !selector.endsWith("*")));
  const appliesTo = {
    principalTypes: ["Agent"],
    resourceTypes: ["Resource"],
    context: { type: "Record" as const, attributes },
  };
  const actions = new Set([...actionTypes, ...named, otherAction]);
  return {
    "": {
      entityTypes: { Agent: {}, Resource: {} },
      actions: Object.fromEntries([...actions].map((type) => [type, { appliesTo }])),
    },
  };
}
