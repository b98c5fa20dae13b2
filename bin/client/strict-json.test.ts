import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIJson } from "#lib/json/parse";
import { parseStrictJson } from "./strict-json.mjs";

test("every JSON value is read as it is", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      fc.pre(isAcceptable(text));
      expect(parseStrictJson(text, "it")).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ["a member named twice", '{"a":1,"b":{"a":2},"a":3}'],
  ["a member named twice in another spelling", '{"a":1,"\\u0061":2}'],
  ["an integer beyond 2^53", '{"a":[9007199254740993]}'],
  ["more digits than a double keeps", '{"a":0.1234567890123456789}'],
  ["a number that a double rounds", '{"a":1234567890123456.7}'],
  ["a number that a double takes for zero", '{"a":1e-400}'],
  ["a number beyond the doubles", '{"a":1e999}'],
  ["a lone surrogate", '{"a":"\\ud800"}'],
  ["a member named __proto__", '{"__proto__":{}}'],
  ["no JSON", "{a:1}"],
])("client and server both refuse %s", (_, text) => {
  expect(() => parseStrictJson(text, "it")).toThrow("it ");
  expect(isAcceptable(text)).toBe(false);
});

test("client and server agree on every number, however it is spelt", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?(e-?[1-9]\d{0,2})?$/), (number) => {
      expect(isTaken(number)).toBe(isAcceptable(number));
    }),
    { numRuns: 1000 },
  );
});

test("names and values that only look alike are kept apart", () => {
  const text = '{"a":"a","b":["a","a",{"a":"b"}],"c":{"a":{}}}';
  expect(parseStrictJson(text, "it")).toEqual(JSON.parse(text));
});

/** What the client takes. */
function isTaken(text: string): boolean {
  try {
    parseStrictJson(text, "it");
    return true;
  } catch {
    return false;
  }
}

/** What the server takes. */
function isAcceptable(text: string): boolean {
  try {
    parseIJson(new TextEncoder().encode(text));
    return true;
  } catch {
    return false;
  }
}
