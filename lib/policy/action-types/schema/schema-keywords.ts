import { pointer } from "#client/json/pointer";

/** Keywords of JSON Schema 2020-12 by their inner schemas. */
const withSubschemas = {
  schema: [
    ...[
      "additionalProperties",
      "propertyNames",
      "unevaluatedProperties",
      "items",
      "contains",
      "unevaluatedItems",
    ],
    ...["not", "if", "then", "else"],
  ],
  list: ["allOf", "anyOf", "oneOf", "prefixItems"],
  map: ["properties", "patternProperties", "dependentSchemas", "$defs"],
};

/** Keywords without schemas. `$id`, `$dynamicRef` and the like are left out (params-schema.ts). */
const plain = [
  ...["$schema", "$ref", "$anchor", "$comment", "title", "description", "default", "examples", "deprecated"],
  ...["readOnly", "writeOnly", "type", "enum", "const", "format", "contentEncoding", "contentMediaType"],
  ...["multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
  ...[
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
  ],
  ...["maxProperties", "minProperties", "required", "dependentRequired"],
];

export const keywords: ReadonlySet<string> = new Set([...plain, ...Object.values(withSubschemas).flat()]);

/** A schema inside a schema, and where: a JSON Pointer (RFC 6901). */
export interface Subschema {
  path: string;
  schema: Record<string, unknown>;
}

/** A schema and every inner schema, without `true` and `false`. */
export function* subschemasOf(schema: unknown, path = ""): Generator<Subschema> {
  if (!isRecord(schema)) return;
  yield { path, schema };
  for (const [keyword, value] of Object.entries(schema)) {
    const at = pointer(path, keyword);
    if (withSubschemas.schema.includes(keyword)) yield* subschemasOf(value, at);
    if (withSubschemas.list.includes(keyword) && Array.isArray(value))
      for (const [index, subschema] of value.entries())
        yield* subschemasOf(subschema, pointer(at, String(index)));
    if (withSubschemas.map.includes(keyword) && isRecord(value))
      for (const [name, subschema] of Object.entries(value))
        yield* subschemasOf(subschema, pointer(at, name));
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
