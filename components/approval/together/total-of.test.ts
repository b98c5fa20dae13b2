import { expect, test } from "vitest";
import { totalOf } from "./total-of.ts";

const usd = (value: string) => ({ value, currency: "USD" });

test.each([
  [["0.1", "0.2"], "0.3"],
  [["1250", "12.5", "0.05"], "1262.55"],
  [["9007199254740991", "0.0001"], "9007199254740991.0001"],
  [["-5", "2.50"], "-2.50"],
  [["-0.5", "0.25"], "-0.25"],
  [["1", "-1"], "0"],
])("the total of %j is %s, exactly", (values, total) => {
  expect(totalOf(values.map(usd))).toEqual(usd(total));
});

test("there is no total of two currencies, of an unreadable number or currency, or without an amount", () => {
  for (const sums of [
    [usd("1"), { value: "1", currency: "EUR" }],
    [usd("1"), usd("1e+21")],
    [usd("1"), usd("ten")],
    [usd("1"), undefined],
    [undefined, usd("1")],
    [{ value: "1", currency: "U\u202eSD" }],
    [],
  ])
    expect(totalOf(sums)).toBeUndefined();
});
