import { expect, test } from "vitest";
import { totalsText } from "./totals-text.ts";

test("sums in up to three currencies are listed, and more of them are counted", () => {
  const totals = ["USD", "EUR", "CHF", "GBP"].map((currency) => ({ value: "50", currency }));
  expect(totalsText(totals.slice(0, 2))).toBe("50.00\u00a0USD + 50.00\u00a0EUR");
  expect(totalsText(totals)).toBe("4 currencies");
  expect(totalsText(undefined)).toBe("");
});
