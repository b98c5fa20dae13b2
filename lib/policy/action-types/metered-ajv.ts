import { _, Ajv2020, type KeywordCxt, type ValidateFunction } from "ajv/dist/2020.js";
import { canonicalJson } from "#lib/canonical";
import { compilePattern } from "#lib/policy/pattern/compile-pattern";
import { isRecord, subschemasOf } from "./schema-keywords.ts";

/** Thrown within a validation that takes too much work. */
export class TooMuchWork extends Error {}

/**
 * The most work of a validation: about as many comparisons of a value with a schema, tens of
 * milliseconds in all.
 */
const mostSteps = 500_000;
/** Instructions of patterns times characters of text: as long again. */
const mostPatternSteps = 10_000_000;

/**
 * The most errors before a validation stops. Failed alternatives add errors as well, dropped once
 * another alternative matches; a schema of the largest size has room for some thousand
 * alternatives.
 */
const mostErrors = { deciding: 10_000, listing: 1000 };

const meterKeyword = "countersignMeter";

/** Counts a validation's work. Exact and the same on every machine, unlike a time limit. */
class Meter {
  private steps = 0;
  private patternSteps = 0;

  constructor(private readonly mostErrors: number) {}

  start(): void {
    this.steps = 0;
    this.patternSteps = 0;
  }

  /** One value compared with a schema of `weight` entries, after `errors` in the same list. */
  compare(weight: number, value: unknown, errors = 0): void {
    this.steps += weight + extentOf(value);
    if (this.steps > mostSteps) throw new TooMuchWork("too many comparisons");
    if (errors > this.mostErrors) throw new TooMuchWork("too many errors");
  }

  match(size: number, text: string): void {
    this.patternSteps += size * (text.length + 1);
    if (this.patternSteps > mostPatternSteps) throw new TooMuchWork("too much text for its patterns");
  }
}

// Keywords run over members, items or characters; over characters much faster.
function extentOf(value: unknown): number {
  if (typeof value === "string") return Math.floor(value.length / 100);
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

/**
 * Compiles a schema to a validator with bounded work (invariant 23) for every schema and value:
 * alternatives within alternatives, references that fan out, large lists. Every subschema counts
 * each comparison with a value. Patterns run on a linear-time engine, and `uniqueItems` does not
 * compare every pair of items.
 *
 * Validity is decided up to the first error. Only an invalid value is validated again, to list its
 * other errors: an agent could otherwise send a value with hundreds of thousands of errors. With
 * more than about 1,000 errors, only the first is listed.
 * @returns a validator that throws {@link TooMuchWork} when the limit is reached.
 * @throws {Error} when the schema or one of its patterns cannot be compiled.
 */
export function compileMetered(
  schema: Record<string, unknown>,
  options: Omit<NonNullable<ConstructorParameters<typeof Ajv2020>[0]>, "allErrors">,
): ValidateFunction {
  const decide = compileBounded(schema, { ...options, allErrors: false }, mostErrors.deciding);
  let list: ValidateFunction | undefined;
  const run = (value: unknown): boolean => {
    const isValid = decide(value);
    answer.errors = decide.errors ?? null;
    if (isValid) return true;
    list ??= compileBounded(schema, { ...options, allErrors: true }, mostErrors.listing);
    answer.errors = errorsOf(list, value) ?? answer.errors;
    return false;
  };
  const answer = Object.assign(run, decide) as ValidateFunction;
  return answer;
}

// Errors found before the listing stopped may be those of an alternative the value need not match.
function errorsOf(list: ValidateFunction, value: unknown): ValidateFunction["errors"] {
  try {
    list(value);
    return list.errors;
  } catch (thrown) {
    if (thrown instanceof TooMuchWork) return undefined;
    throw thrown;
  }
}

function compileBounded(
  schema: Record<string, unknown>,
  options: ConstructorParameters<typeof Ajv2020>[0],
  mostErrors: number,
): ValidateFunction {
  const meter = new Meter(mostErrors);
  const ajv = new Ajv2020({
    ...options,
    meta: false,
    validateSchema: false,
    // Inlining would repeat a definition at every reference to it.
    inlineRefs: false,
    code: { regExp: patternsOf(meter) },
  });
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", schemaType: "boolean", ...unique(meter) });
  const compare = meter.compare.bind(meter);
  ajv.addKeyword({
    keyword: meterKeyword,
    schemaType: "number",
    // First of all keywords: a failing keyword ends the comparison, which has to count anyway.
    before: "$ref",
    // Gives the generated code the number of errors so far, as `errsCount`.
    trackErrors: true,
    code: ({ gen, data, schema: weight, errsCount }: KeywordCxt) => {
      gen.code(_`${gen.scopeValue("keyword", { ref: compare })}(${weight}, ${data}, ${errsCount})`);
    },
  });
  return bounded(ajv.compile(metered(schema)), meter);
}

function bounded(validate: ValidateFunction, meter: Meter): ValidateFunction {
  const run = (value: unknown): boolean => {
    meter.start();
    try {
      return validate(value);
    } catch (cause) {
      // References may lead deeper into the stack than it has room.
      if (cause instanceof RangeError) throw new TooMuchWork("the stack is too small", { cause });
      throw cause;
    } finally {
      answer.errors = validate.errors ?? null;
    }
  };
  const answer = Object.assign(run, validate) as ValidateFunction;
  return answer;
}

function patternsOf(meter: Meter) {
  const regExp = (source: string) => {
    const { size, test } = compilePattern(source);
    const metered = (text: string) => {
      meter.match(size, text);
      return test(text);
    };
    // Ajv distinguishes patterns by their text.
    return { test: metered, toString: () => source } as unknown as RegExp;
  };
  return Object.assign(regExp, { code: "compilePattern" });
}

// Ajv's own implementation compares every pair of items.
function unique(meter: Meter) {
  return {
    errors: false,
    error: { message: "must NOT have duplicate items" },
    validate: (isUnique: boolean, items: unknown[]) => {
      if (!isUnique) return true;
      const texts = items.map((item) => canonicalJson(item));
      for (const text of texts) meter.compare(1, text);
      return new Set(texts).size === texts.length;
    },
  };
}

function metered(schema: Record<string, unknown>): Record<string, unknown> {
  const copy = structuredClone(schema);
  for (const subschema of [...subschemasOf(copy)])
    subschema.schema[meterKeyword] = weightOf(subschema.schema);
  return copy;
}

// The parts of a schema Ajv reads for each value: the lists it compares with, and the names it
// looks up.
function weightOf(schema: Record<string, unknown>): number {
  const listed = [schema.enum, schema.const, schema.required, schema.dependentRequired].map(entriesOf);
  const named = [schema.properties, schema.patternProperties, schema.dependentSchemas].map((names) =>
    isRecord(names) ? Object.keys(names).length : 0,
  );
  return [...listed, ...named].reduce((sum, count) => sum + count, 1);
}

function entriesOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce((sum: number, member) => sum + entriesOf(member), 1);
}
