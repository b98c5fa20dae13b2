import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAsk, parseIJson } from "#lib/json/parse";
import { parseStrictJson, refuseCaseTwins } from "./strict-json.ts";

test("every JSON value is read unchanged", () => {
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

test("names and values that only look alike stay distinct", () => {
  const text = '{"a":"a","b":["a","a",{"a":"b"}],"c":{"a":{}}}';
  expect(parseStrictJson(text, "it")).toEqual(JSON.parse(text));
});

const names = fc.constantFrom("a", "A", "k", "\u212a", "\u00df", "SS", "s", "\u017f", "i", "\u0131", "b");
const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(1),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
  ),
})).value;

test("of an ask, client and server refuse the same names that differ only in case", () => {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(nested, (value) => {
      const isRefused = (run: () => void) => {
        try {
          run();
          return false;
        } catch {
          return true;
        }
      };
      const byServer = isRefused(() => parseAsk(new TextEncoder().encode(JSON.stringify(value))));
      const json = JSON.parse(JSON.stringify(value));
      expect(isRefused(() => refuseCaseTwins(json, "it"))).toBe(byServer);
      seen[byServer ? "refused" : "taken"]++;
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(0);
});

/** What the server takes. */
function isAcceptable(text: string): boolean {
  try {
    parseIJson(new TextEncoder().encode(text));
    return true;
  } catch {
    return false;
  }
}
