import { RE2JS } from "re2js";
import { PatternRefusal } from "./translate-escape.ts";
import { translatePattern } from "./translate-pattern.ts";

/** A compiled pattern. Matching takes a constant times `size` times the text's length. */
export interface Pattern {
  size: number;
  test(text: string): boolean;
}

const maximumPatternLength = 500;
/** In RE2's instructions. With counts such as {1,500} a few characters become thousands. */
const maximumSize = 1000;

/**
 * Compiles a `pattern` of JSON Schema for RE2, in linear time. JavaScript's own engine backtracks:
 * `^([a-zA-Z0-9]+\.?)+$` takes twice as long for every further character of a text that doesn't match.
 * @throws {PatternRefusal} with what to change, for a pattern that is invalid, too large or beyond RE2.
 */
export function compilePattern(pattern: string): Pattern {
  if (pattern.length > maximumPatternLength)
    throw new PatternRefusal(`a pattern has at most ${maximumPatternLength} characters`);
  requireSyntax(pattern);
  const { source, size } = translatePattern(pattern);
  // Before compiling, which takes time and memory in proportion to the size.
  if (size > 4 * maximumSize) throw tooLarge();
  const compiled = compileSource(source);
  if (compiled.programSize() > maximumSize) throw tooLarge();
  return { size: compiled.programSize(), test: (text) => compiled.test(text) };
}

function requireSyntax(pattern: string): void {
  try {
    // Only parsed, never matched with.
    new RegExp(pattern, "u");
  } catch (cause) {
    throw new PatternRefusal(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function compileSource(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PatternRefusal(`the pattern can't be checked in bounded time: ${why}`, { cause });
  }
}

function tooLarge(): PatternRefusal {
  return new PatternRefusal(
    "the pattern is too large once its counts, such as {1,500}, are written out: use maxLength or smaller counts",
  );
}
