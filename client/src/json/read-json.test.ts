import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAsk } from "../../../lib/json/parse.ts";
import { isStorableJson } from "../../../lib/json/storable-text.ts";
import { readJson } from "./read-json.ts";

test.each([
  ["a member named twice", '{"a":1,"b":{"a":2},"a":3}'],
  ["a member named twice in another spelling", '{"a":1,"\\u0061":2}'],
  ["members that differ only in case", '{"amount":1,"Amount":2}'],
  ["an integer beyond 2^53", '{"a":[9007199254740993]}'],
  ["more digits than a double keeps", '{"a":0.1234567890123456789}'],
  ["a number that a double takes for zero", '{"a":1e-400}'],
  ["a number beyond the doubles", '{"a":1e999}'],
  ["a lone surrogate", '{"a":"\\ud800"}'],
  ["a member named __proto__", '{"__proto__":{}}'],
  ["no JSON", "{a:1}"],
])("text that two parsers could read differently is refused: %s", (_, text) => {
  expect(() => readJson(text)).toThrow("Invalid");
});

test("tool and server read the same JSON", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const value = attempt(() => {
        const read = parseAsk(new TextEncoder().encode(text));
        return isStorableJson(read) ? { read } : undefined;
      });
      expect(attempt(() => ({ read: readJson(text) }))).toEqual(value && { read: JSON.parse(text) });
    }),
  );
});

test("tool and server agree on every number, in any spelling", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?(e-?[1-9]\d{0,2})?$/), (number) => {
      const byServer = attempt(() => ({ read: parseAsk(new TextEncoder().encode(number)) }));
      expect(attempt(() => readJson(number)) === undefined).toBe(byServer === undefined);
    }),
    { numRuns: 300 },
  );
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
