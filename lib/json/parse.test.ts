import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAsk, parseIJson } from "./parse.ts";

const read = (text: string) => parseIJson(new TextEncoder().encode(text));

test("safe JSON is read exactly as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      if (/"__proto__"|\\u[dD][89a-fA-F]/.test(text)) return;
      let expected: unknown;
      try {
        expected = read(text);
      } catch (error) {
        expect(String(error)).toMatch(/number that cannot|duplicate/);
        return;
      }
      expect(expected).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ["duplicate names", '{"a":1,"a":2}', /duplicate/],
  ["duplicate names spelt differently", '{"a":1,"\\u0061":2}', /duplicate/],
  ["an integer beyond 2^53", "9007199254740993", /exactly/],
  ["a large number in exponent form", "1e20", /exactly/],
  ["more than a double's digits", "100.00000000000000001", /exactly/],
  ["a number that a double rounds", '{"amount":1234567890123456.7}', /exactly/],
  ["a number that a double takes for zero", "1e-400", /exactly/],
  ["an infinite number", "1e999", /exactly/],
  ["a lone surrogate", '"\\ud800"', /surrogate/],
  ["17 levels", "[".repeat(17) + "]".repeat(17), /deeper/],
  ["a byte order mark", "\ufeff{}", /character/],
  ["a prototype name", '{"__proto__":{}}', /__proto__/],
  ["text after the value", "{} {}", /after/],
  ["a trailing comma", "[1,]", /unexpected/],
  ["a raw control character in a string", '"\n"', /malformed/],
  ["an unterminated string", '"abc', /unterminated/],
  ["a leading zero", "01", /after/],
  ["nothing", "", /^the text is empty$/],
  ["only white space", " \n", /^the text is empty$/],
  ["an object that isn't closed", '{"a":1', /^the text ends too early at character 6$/],
  ["a list that isn't closed", "[1, ", /^the text ends too early at character 4$/],
  ["a member without a value", '{"a":', /^the text ends too early at character 5$/],
])("%s is refused", (_, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test.each([
  ["1.10", 1.1],
  ["1e2", 100],
  ["100.00", 100],
  ["-0.0", -0],
])("%s is read in any spelling", (text, value) => {
  expect(read(text)).toBe(value);
});

test("JSON with 16 levels is accepted", () => {
  expect(() => read("[".repeat(16) + "]".repeat(16))).not.toThrow();
});

test("bytes that are not UTF-8 are refused", () => {
  expect(() => parseIJson(new Uint8Array([0x22, 0xff, 0x22]))).toThrow(/UTF-8/);
});

test.each([
  ["in ASCII", '{"amount":1,"Amount":2}'],
  ["by U+212A KELVIN SIGN", '{"a":{"k":1,"\u212A":2}}'],
  ["by a long s", '{"sum":1,"\u017Fum":2}'],
  ["by a sharp s", '{"STRASSE":1,"stra\u00DFe":2}'],
])(
  "an ask with two members of one name but for the case, %s, is refused; a stored statement is read",
  (_, text) => {
    const bytes = new TextEncoder().encode(text);
    expect(() => parseAsk(bytes)).toThrow(/different only in case/);
    expect(parseIJson(bytes)).toEqual(JSON.parse(text));
    expect(parseAsk(new TextEncoder().encode('{"a":{"k":1},"b":{"K":2}}'))).toEqual({
      a: { k: 1 },
      b: { K: 2 },
    });
  },
);
