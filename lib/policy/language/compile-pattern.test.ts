import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

const evil = [
  "^([a-zA-Z0-9]+\\.?)+$",
  "^(a+)+$",
  "^(a|a)*$",
  "^(a|aa)+$",
  "(a*)*b",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(.*a){20}",
  "^(\\w+\\s?)*$",
];

describe("Invariant 23: a pattern is matched in linear time", () => {
  // With JavaScript's own engine each of these would take longer than the universe is old.
  test.each(evil)("%s finishes on 60,000 characters", (pattern) => {
    const { size, test: matches } = compilePattern(pattern);
    expect(size).toBeLessThan(200);
    expect(matches(`${"a".repeat(60_000)}!`)).toBeTypeOf("boolean");
  });

  test.each([
    ["^(?=.*[A-Z]).+$", "lookahead"],
    ["(?<!a)b", "lookbehind"],
    ["(a)\\1", "back references"],
    ["(?<x>a)\\k<x>", "back references"],
    ["\\p{Script_Extensions=Greek}", "supported"],
    ["(", "Invalid regular expression"],
    ["a".repeat(501), "at most 500 characters"],
    ["a{1001}", "bounded time"],
    ["(a{1,1000}){1,1000}", "too large"],
    ["(((abcdefghijklmnop){10}){10}){10}", "too large"],
    [".{0,1000}".repeat(50), "too large"],
    ["(a?){500}a{500}", "too large"],
    // Small enough by the estimate, and too large once compiled.
    ["(ab){600}", "too large"],
  ])("%s is refused, and the message gives the reason", (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});

describe("a pattern matches as in ECMA-262, as JSON Schema requires", () => {
  const patterns = [
    "^\\S+$",
    "^[\\S]$",
    "^[^\\s,]+$",
    "^.$",
    "a.b",
    "^[\\w.-]+@[\\w-]+$",
    "^\\u0041\\x42$",
    "\\ud83d\\ude00",
    "^[\\u{1F600}-\\u{1F64F}]$",
    "[\\b]",
    "\\bab\\b",
    "\\cA|\\0",
    "[]",
    "^[^]$",
    "^[A-Z]{3}$",
    "^(?:usd|eur){1,2}?$",
    "^\\p{Lu}\\p{Script=Greek}+$",
    "^(?<year>\\d{4})-\\d\\d$",
    "[[:a]",
    "^\\/[\\]\\^-]\\$$",
    "a|^b|c$",
    "^$",
  ];
  const characters =
    "aAbB019 .,-_@:[]^$/\\\t\n\r\v\f\0\u0001\b\u00a0\u0085\u180e\u2028\u2029\u200b\u3000\ufeffeurUSDΑβé😀é٣";

  test.each(patterns)("%s agrees with JavaScript on random texts", (pattern) => {
    const linear = compilePattern(pattern);
    const native = new RegExp(pattern, "u");
    const word = fc.string({ unit: fc.constantFrom(...characters), maxLength: 6 });
    const known = fc.constantFrom("USD", "eurusd", "AB", "Αβ", "2026-05", "/]$", "a\u2028b", "a\nb", "ab");
    fc.assert(
      fc.property(fc.oneof(word, known), (text) => {
        expect(linear.test(text), JSON.stringify(text)).toBe(native.test(text));
      }),
      { numRuns: 400 },
    );
  });
});
