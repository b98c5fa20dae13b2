import fc from "fast-check";
import { expect, test } from "vitest";
import { amountText } from "./amount-text.ts";

test.each([
  ["1250", "1,250.00"],
  ["1250.5", "1,250.50"],
  ["0.1", "0.10"],
  ["-1234567.125", "-1,234,567.125"],
  ["999", "999.00"],
  ["0.000001234567890123", "0.000001234567890123"],
  ["9007199254740991", "9,007,199,254,740,991.00"],
])("%s reads %s", (amount, text) => {
  expect(amountText(amount)).toBe(text);
});

test.each(["1e+21", "007", "1,5", "", "12 ", "NaN", "1\u0967"])(
  "%j isn't a plain number and is returned unchanged",
  (amount) => {
    expect(amountText(amount)).toBe(amount);
  },
);

test("the value is never changed", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(Number(amountText(String(number)).replaceAll(",", ""))).toBe(number === 0 ? 0 : number);
    }),
  );
});
