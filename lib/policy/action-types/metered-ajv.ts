import type { ValidateFunction } from "ajv";
import { canonicalJson } from "#lib/json/canonical";
import { compilePattern, type Pattern } from "#lib/policy/language/compile-pattern";
import { compileWith } from "./schema/metered-code.ts";

export class TooMuchWork extends Error {}

/** The most comparisons of a value with a schema in a validation, tens of milliseconds in all. */
const mostSteps = 500_000;
/** Instructions of patterns times characters of text: as long again. */
const mostPatternSteps = 10_000_000;

/** The most errors of a validation. Failed alternatives add errors, until another alternative matches. */
const mostErrors = { deciding: 10_000, listing: 1000 };

/** Counts a validation's work. Exact and the same on every machine, unlike a time limit. */
class Meter {
  private steps = 0;
  private patternSteps = 0;

  constructor(private readonly mostErrors: number) {}

  start(): void {
    this.steps = 0;
    this.patternSteps = 0;
  }

  /** A value compared with a schema of `weight` entries, after `errors` in the list. */
  compare(weight: number, value: unknown, errors = 0): void {
    this.steps += weight + extentOf(value);
    if (this.steps > mostSteps) throw new TooMuchWork("too many comparisons");
    if (errors > this.mostErrors) throw new TooMuchWork("too many errors");
  }

  match(size: number, text: string): void {
    this.patternSteps += size * (text.length + 1);
    if (this.patternSteps > mostPatternSteps) throw new TooMuchWork("too much text for its patterns");
  }

  // Ajv's own implementation compares every pair of items.
  areUnique(items: unknown[]): boolean {
    const texts = items.map((item) => canonicalJson(item));
    for (const text of texts) this.compare(1, text);
    return new Set(texts).size === texts.length;
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
 * more than about 1,000 errors, only the first is listed. Both validators are compiled here, and
 * nothing of them later: a request never waits for it.
 * @returns a validator that throws {@link TooMuchWork} when the limit is reached.
 * @throws {Error} when the schema or one of its patterns cannot be compiled.
 */
export function compileMetered(schema: Record<string, unknown>): ValidateFunction {
  const compiled = new Map<string, Pattern>();
  const patternOf = (source: string) => {
    const pattern = compiled.get(source) ?? compilePattern(source);
    compiled.set(source, pattern);
    return pattern;
  };
  const decide = compileBounded(schema, patternOf, false);
  const list = compileBounded(schema, patternOf, true);
  const run = (value: unknown): boolean => {
    const isValid = decide(value);
    answer.errors = decide.errors ?? null;
    if (isValid) return true;
    answer.errors = errorsOf(list, value) ?? answer.errors;
    return false;
  };
  const answer = Object.assign(run, decide) as ValidateFunction;
  return answer;
}

// Errors before the stop may belong to an alternative that the value need not match.
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
  patternOf: (source: string) => Pattern,
  allErrors: boolean,
): ValidateFunction {
  const meter = new Meter(allErrors ? mostErrors.listing : mostErrors.deciding);
  const calls = {
    compare: meter.compare.bind(meter),
    areUnique: meter.areUnique.bind(meter),
    pattern: (source: string) => {
      const { size, test } = patternOf(source);
      return {
        test: (text: string) => {
          meter.match(size, text);
          return test(text);
        },
      };
    },
  };
  const validate = bounded(compileWith(schema, calls, allErrors), meter);
  warmUp(validate);
  return validate;
}

// V8 compiles a function when it's first called: here, and not at the first request.
function warmUp(validate: ValidateFunction): void {
  try {
    validate({});
  } catch (thrown) {
    if (!(thrown instanceof TooMuchWork)) throw thrown;
  }
}

function bounded(validate: ValidateFunction, meter: Meter): ValidateFunction {
  const run = (value: unknown): boolean => {
    meter.start();
    try {
      return validate(value);
    } catch (cause) {
      // References may lead deeper than the stack.
      if (cause instanceof RangeError) throw new TooMuchWork("the stack is too small", { cause });
      throw cause;
    } finally {
      answer.errors = validate.errors ?? null;
    }
  };
  const answer = Object.assign(run, validate) as ValidateFunction;
  return answer;
}
