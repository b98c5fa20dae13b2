import { isRecord, type Subschema, subschemasOf } from "./schema/schema-keywords.ts";
import { referred } from "./schema/schema-references.ts";

/**
 * Why this parameter can't be the amount or the currency by the schema. Dots lead into nested
 * objects.
 */
export function namedParamFault(
  schema: Record<string, unknown>,
  param: string,
  kind: "number" | "string",
): string | undefined {
  const subschemas = [...subschemasOf(schema)];
  let at: unknown = schema;
  for (const name of param.split(".")) {
    const { properties } = followed(at, subschemas);
    if (!isRecord(properties)) return undefined;
    if (!Object.hasOwn(properties, name)) return `the schema has no parameter ${param}`;
    at = properties[name];
  }
  return isOfKind(followed(at, subschemas), kind) ? undefined : kindFaults[kind](param);
}

const kindFaults = {
  number: (param: string) => `${param} isn't a number in the schema: give it "type": "number" or "integer"`,
  string: (param: string) => `${param} isn't text in the schema: give it "type": "string"`,
};

function isOfKind({ type, enum: values, const: value }: Record<string, unknown>, kind: string): boolean {
  if (type !== undefined) return type === kind || (kind === "number" && type === "integer");
  const choices = Array.isArray(values) ? values : value === undefined ? [] : [value];
  return choices.length > 0 && choices.every((choice) => typeof choice === kind);
}

// A mere reference means its target. Follows a few steps only.
function followed(schema: unknown, subschemas: Subschema[]): Record<string, unknown> {
  let at = schema;
  for (let step = 0; step < 5 && isRecord(at) && at.$ref !== undefined && at.type === undefined; step++) {
    const path = referred(at.$ref, subschemas);
    at = subschemas.find((subschema) => subschema.path === path)?.schema;
  }
  return isRecord(at) ? at : {};
}
