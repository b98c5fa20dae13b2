import fc from "fast-check";
import { expect, test } from "vitest";
import { cedarDecimal } from "./decimal.ts";

test.each([
  [0, "0.0"],
  [-0, "0.0"],
  [1250, "1250.0"],
  [12.5, "12.5"],
  [0.1, "0.1"],
  [0.0001, "0.0001"],
  [-99.9999, "-99.9999"],
  [922337203685477, "922337203685477.0"],
  [-922337203685477, "-922337203685477.0"],
])("%d is the decimal %s", (number, text) => {
  expect(cedarDecimal(number)).toBe(text);
});

test.each([
  0.00001,
  99.99999,
  1e-7,
  0.1 + 0.2,
  922337203685478,
  -922337203685478,
  1e21,
  Number.MAX_VALUE,
  Number.NaN,
  Infinity,
  -Infinity,
])("%d is no decimal", (number) => {
  expect(cedarDecimal(number)).toBeUndefined();
});

test("a decimal equals its number, and every number with four fraction digits has a decimal", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (tenThousandths) => {
      const number = tenThousandths / 10_000;
      expect(Number(cedarDecimal(number))).toBe(number + 0);
    }),
  );
});
