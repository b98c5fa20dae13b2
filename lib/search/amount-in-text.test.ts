import { expect, test } from "vitest";
import { amountInText } from "./amount-in-text.ts";

test("an amount is read with or without grouping, fraction and currency", () => {
  for (const text of ["1250", "1,250", "1 250", "1'250", " 1250 "])
    expect(amountInText(text), text).toEqual({ value: "1250", currency: undefined });
  for (const text of ["1,250.00 USD", "1250.00usd", "USD 1,250.00", "usd1250.00"])
    expect(amountInText(text), text).toEqual({ value: "1250.00", currency: "USD" });
  expect(amountInText("$1,250.5")).toEqual({ value: "1250.5", currency: undefined });
});

test("other text is no amount", () => {
  for (const text of [
    "",
    "1,25",
    "12,50",
    "1,250,00",
    "USD",
    "USD 5 EUR",
    "1e9",
    "-5",
    "5%",
    "5 dollars",
    "0x10",
  ])
    expect(amountInText(text), text).toBeUndefined();
  expect(amountInText("9".repeat(19))).toBeUndefined();
});
