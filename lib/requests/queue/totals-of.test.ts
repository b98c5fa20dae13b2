import { expect, test } from "vitest";
import { totalsOf } from "./totals-of.ts";

const usd = (value: string) => ({ value, currency: "USD" });

test.each([
  [["0.1", "0.2"], "0.3"],
  [["1250", "12.5", "0.05"], "1262.55"],
  [["9007199254740991", "0.0001"], "9007199254740991.0001"],
  [["-5", "2.50"], "-2.50"],
  [["-0.5", "0.25"], "-0.25"],
  [["1", "-1"], "0"],
])("the total of %j is %s, exactly", (values, total) => {
  expect(totalsOf(values.map(usd))).toEqual([usd(total)]);
});

test("amounts in several currencies are never added to each other", () => {
  const sums = [usd("1"), { value: "7", currency: "EUR" }, usd("2.5")];
  expect(totalsOf(sums)).toEqual([usd("3.5"), { value: "7", currency: "EUR" }]);
});

test("there is no total with an unreadable number or currency, or without an amount", () => {
  for (const other of [
    usd("1e+21"),
    usd("ten"),
    { value: "1", currency: "" },
    { value: "1", currency: "U\u202eSD" },
    undefined,
  ])
    expect(totalsOf([usd("1"), other])).toBeUndefined();
  expect(totalsOf([])).toEqual([]);
});
