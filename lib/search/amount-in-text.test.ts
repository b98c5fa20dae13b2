import { expect, test } from "vitest";
import { amountInText, amountsAmongWords } from "./amount-in-text.ts";

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

test("an amount among words is a number next to a currency or none, and each reading has words left", () => {
  const usd = { value: "1250.00", currency: "USD" };
  const any = { value: "1250.00", currency: undefined };
  expect(amountsAmongWords("Refund 1,250.00 USD")).toEqual([
    { amount: usd, words: "Refund" },
    { amount: any, words: "Refund USD" },
  ]);
  expect(amountsAmongWords("pay usd 1250.00")).toEqual([
    { amount: usd, words: "pay" },
    { amount: any, words: "pay usd" },
  ]);
  expect(amountsAmongWords("1250.00 pay")).toEqual([{ amount: any, words: "pay" }]);
  for (const text of ["refund $1,250.00", "  1250.00 \t refund"])
    expect(amountsAmongWords(text), text).toEqual([{ amount: any, words: "refund" }]);
  for (const text of ["refund 1250.00usd", "refund usd1,250.00"])
    expect(amountsAmongWords(text), text).toEqual([{ amount: usd, words: "refund" }]);
});

test("words with another number, with several or with none have no amount among them", () => {
  for (const text of ["", "refund", "1250", "refund 1,25", "refund 1.250,00", "refund 12,50 EUR"])
    expect(amountsAmongWords(text), text).toEqual([]);
  for (const text of ["refund 1 250", "refund 5 10 usd", "refund -5", "refund ch_81", "refund 1e9"])
    expect(amountsAmongWords(text), text).toEqual([]);
  expect(amountsAmongWords("pay 1.250")).toEqual([
    { amount: { value: "1.250", currency: undefined }, words: "pay" },
  ]);
});
