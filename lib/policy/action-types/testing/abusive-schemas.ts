type Schema = Record<string, unknown>;

const list = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => item(i));
const map = <T>(count: number, item: (index: number) => T): Record<string, T> =>
  Object.fromEntries(list(count, (i) => [i.toString(36), item(i)]));
const nested = (depth: number, inner: Schema, wrap: (inner: Schema) => Schema): Schema =>
  depth === 0 ? inner : wrap(nested(depth - 1, inner, wrap));

/** Schemas of many shapes, each made to cost as much as possible, with a number of parts. */
export const abusiveShapes: Record<string, (count: number) => Schema> = {
  "references to one definition": (n) => ({
    $defs: { a: {} },
    allOf: list(n, () => ({ $ref: "#/$defs/a" })),
  }),
  "references to the schema itself": (n) => ({ properties: map(n, () => ({ $ref: "#" })) }),
  "a chain of definitions": (n) => ({
    $defs: { ...map(n, (i) => ({ $ref: `#/$defs/${(i + 1).toString(36)}` })), [n.toString(36)]: {} },
    $ref: "#/$defs/0",
  }),
  "definitions that nothing refers to": (n) => ({ $defs: map(n, () => ({ type: "string" })) }),
  anchors: (n) => ({
    $defs: map(n, (i) => ({ $anchor: `a${i}` })),
    allOf: list(n, (i) => ({ $ref: `#a${i}` })),
  }),
  "empty properties": (n) => ({ properties: map(n, () => ({})) }),
  "true properties": (n) => ({ properties: map(n, () => true) }),
  "false properties": (n) => ({ properties: map(n, () => false) }),
  "typed properties": (n) => ({ properties: map(n, () => ({ type: "null" })) }),
  "empty alternatives": (n) => ({ anyOf: list(n, () => ({})) }),
  "exclusive alternatives": (n) => ({ oneOf: list(n, () => ({})) }),
  "exclusive false alternatives": (n) => ({ oneOf: list(n, () => false) }),
  "typed exclusive alternatives": (n) => ({ oneOf: list(n, () => ({ type: "null" })) }),
  conjunctions: (n) => ({ allOf: list(n, () => ({})) }),
  negations: (n) => ({ allOf: list(n, () => ({ not: {} })) }),
  conditions: (n) => ({
    allOf: list(n, () => Object.fromEntries(["if", "then", "else"].map((keyword) => [keyword, {}]))),
  }),
  "unevaluated properties": (n) => ({
    allOf: list(n, (i) => ({ properties: { [i.toString(36)]: {} } })),
    unevaluatedProperties: false,
  }),
  "unevaluated properties at each place": (n) => ({
    unevaluatedProperties: false,
    anyOf: list(n, (i) => ({ properties: { [i.toString(36)]: {} }, unevaluatedProperties: false })),
  }),
  "unevaluated items": (n) => ({
    properties: {
      a: { anyOf: list(n, () => ({ prefixItems: [{}], unevaluatedItems: false })), unevaluatedItems: false },
    },
  }),
  tuples: (n) => ({ properties: { a: { prefixItems: list(n, () => ({})) } } }),
  "patterns of names": (n) => ({ patternProperties: map(n, () => ({})) }),
  patterns: (n) => ({ allOf: list(n, (i) => ({ pattern: i.toString(36) })) }),
  "an enumeration of texts": (n) => ({ properties: { a: { enum: list(n, (i) => i.toString(36)) } } }),
  "enumerations of 199 texts": (n) => ({
    properties: map(n, () => ({ enum: list(199, (i) => i.toString(36)) })),
  }),
  "an enumeration of numbers": (n) => ({ properties: { a: { enum: list(n, (i) => i) } } }),
  "an enumeration of objects": (n) => ({
    properties: { a: { enum: list(n, (i) => ({ [i.toString(36)]: 0 })) } },
  }),
  "nested enumerations": (n) => ({
    properties: { a: { enum: list(n, () => nested(5, {}, (inner) => ({ a: inner }))) } },
  }),
  "one constant": (n) => ({ const: list(n, () => 0) }),
  "required names": (n) => ({ required: list(n, (i) => i.toString(36)) }),
  "dependent schemas": (n) => ({ dependentSchemas: map(n, () => ({})) }),
  "required dependents": (n) => ({ dependentRequired: map(n, () => ["a"]) }),
  "required dependents of one name": (n) => ({
    dependentRequired: { a: list(n, (i) => i.toString(36)) },
  }),
  "deep conjunctions": (n) => ({
    allOf: list(n, () => nested(4, {}, (inner) => ({ allOf: [inner] }))),
  }),
  "deep alternatives": (n) => ({
    anyOf: list(n, () => nested(4, {}, (inner) => ({ anyOf: [inner] }))),
  }),
  "deep properties": (n) => ({
    properties: map(n, () => nested(4, {}, (inner) => ({ properties: { a: inner } }))),
  }),
  "deep negations": (n) => ({ allOf: list(n, () => nested(8, {}, (inner) => ({ not: inner }))) }),
  "many keywords": (n) => ({
    properties: map(n, () => ({
      type: ["object", "array", "string", "number"],
      minLength: 1,
      maxLength: 2,
      minimum: 1,
      maximum: 2,
      minItems: 1,
      maxItems: 2,
      minProperties: 1,
      maxProperties: 2,
      uniqueItems: true,
    })),
  }),
  "lists with few members that match": (n) => ({
    allOf: list(n, () => ({ contains: {}, minContains: 2 })),
  }),
  names: (n) => ({ allOf: list(n, () => ({ propertyNames: {} })) }),
  "additional properties": (n) => ({ allOf: list(n, () => ({ additionalProperties: {} })) }),
  "many names and no others": (n) => ({
    properties: map(n, () => ({})),
    patternProperties: { "-": {} },
    additionalProperties: false,
  }),
  "wrong keywords": (n) => ({ properties: map(n, () => ({ minimum: "" })) }),
  "references to a large definition that is left open": (n) => ({
    $defs: { a: { properties: map(n / 4, () => true) } },
    allOf: list(n / 4, () => ({ $ref: "#/$defs/a", unevaluatedProperties: false })),
  }),
  "large patterns": (n) => ({ allOf: list(n, (i) => ({ pattern: `[a-z]{1,${100 + i}}` })) }),
  "patterns of classes": (n) => ({ allOf: list(n, (i) => ({ pattern: `${"\\p{L}".repeat(90)}${i}` })) }),
  "patterns that are too large": (n) => ({
    allOf: list(n, (i) => ({ pattern: `(?:[a-z]{1,40}\\d){${20 + (i % 20)}}` })),
  }),
  types: (n) => ({ type: list(n, () => "object") }),
};

/** The largest schema of a shape that fits. */
export function largest(shape: (count: number) => Schema, fits: (schema: Schema) => boolean): Schema {
  let count = 16;
  while (fits(shape(count * 2))) count *= 2;
  for (let step = count / 2; step >= 1; step /= 2) if (fits(shape(count + step))) count += step;
  return shape(count);
}

export const isWithin32KiB = (schema: Schema): boolean =>
  Buffer.byteLength(JSON.stringify(schema)) <= 32 * 1024;
