import fc from "fast-check";
import { expect, test } from "vitest";
import { isExactNumber } from "./exact-number.ts";

/** Numbers in the spellings of JSON, short and long, near the limits of a double and past them. */
const spelling = fc
  .record({
    sign: fc.constantFrom("", "-"),
    whole: fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9]\d{0,20}$/)),
    fraction: fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,20}$/)),
    power: fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      fc.integer({ min: -420, max: 420 }).map((power) => `e${power}`),
      fc.integer({ min: 0, max: 30 }).map((power) => `E+0${power}`),
    ),
  })
  .map(({ sign, whole, fraction, power }) => sign + whole + fraction + power);

test("an accepted number is written out again with the same decimal value", () => {
  fc.assert(
    fc.property(spelling, (text) => {
      if (isExactNumber(text)) expect(isSameDecimal(text, String(Number(text)))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test("a refused number would change, or is an integer beyond 2^53", () => {
  fc.assert(
    fc.property(spelling, (text) => {
      if (isExactNumber(text)) return;
      const value = Number(text);
      const isLargeInteger = Number.isInteger(value) && !Number.isSafeInteger(value);
      expect(isLargeInteger || !Number.isFinite(value) || !isSameDecimal(text, String(value))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test("JavaScript's text of a double is accepted, except for integers beyond 2^53", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(isExactNumber(String(value))).toBe(!Number.isInteger(value) || Number.isSafeInteger(value));
    }),
  );
});

test("up to 15 significant digits are accepted at any size a double has", () => {
  const digits = fc.bigInt({ min: 1n, max: 10n ** 15n - 1n });
  fc.assert(
    fc.property(digits, fc.integer({ min: -300, max: -15 }), (whole, power) => {
      expect(isExactNumber(`${whole}e${power}`)).toBe(true);
    }),
  );
});

test.each(["0", "-0.0", "0e99999", "0.0000000000000000000000", "1.10", "1e2", "100.00", "1250000e-4"])(
  "%s is accepted",
  (text) => {
    expect(isExactNumber(text)).toBe(true);
  },
);

test.each([
  "1234567890123456.7",
  "-1234567890123456.7",
  "0.30000000000000001",
  "9007199254740993",
  "1e20",
  "1e-400",
  "1e999",
])("%s is refused", (text) => {
  expect(isExactNumber(text)).toBe(false);
});

test("a text of a million zeros takes linear, not quadratic, time", () => {
  const zeros = "0".repeat(1_000_000);
  expect([isExactNumber(`0.1${zeros}1`), isExactNumber(`0.1${zeros}`)]).toEqual([false, true]);
});

/**
 * By integers of any length, to share no code with the code under test: both are brought to the
 * same power of ten.
 */
function isSameDecimal(one: string, other: string): boolean {
  const [a, b] = [scaled(one), scaled(other)];
  const power = Math.min(a.power, b.power);
  const raised = ({ whole, power: own }: typeof a) => whole * 10n ** BigInt(own - power);
  return raised(a) === raised(b);
}

function scaled(text: string): { whole: bigint; power: number } {
  const [, sign, whole, fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  return { whole: BigInt(`${whole}${fraction}`) * (sign ? -1n : 1n), power: Number(power) - fraction.length };
}
