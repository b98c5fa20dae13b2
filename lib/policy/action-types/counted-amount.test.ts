import { expect, test } from "vitest";
import { countedAmount } from "./action-amount.ts";

const entry = { amountParam: "amount", currencyParam: "currency" };
const counted = (currency: string | number) =>
  countedAmount({ type: "refund.create", params: { amount: 5, currency } }, entry);

test("an amount counts in its currency, and in none when no rule could name the currency", () => {
  expect(counted("USD")).toEqual({ amount: 5, currency: "USD" });
  expect(counted("US\u0000D")).toEqual({ amount: 5, currency: undefined });
  expect(counted("x".repeat(501))).toEqual({ amount: 5, currency: undefined });
  expect(counted(7)).toEqual({ amount: 5, currency: undefined });
});
