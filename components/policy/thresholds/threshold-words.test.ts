import { expect, test } from "vitest";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { tierReason, tierTitle } from "./threshold-words.ts";

const amount: Measure = {
  kind: "amount",
  amount: "amount",
  currency: "currency",
  currencies: ["USD", "EUR", "GBP"],
};

test.each<[Measure, { over: number; upTo: number | undefined }, string]>([
  [amount, { over: 500, upTo: 5000 }, "Refund a payment over 500.00, up to 5,000.00 USD, EUR or GBP"],
  [amount, { over: 0, upTo: 500 }, "Refund a payment up to 500.00 USD, EUR or GBP"],
  [{ kind: "number", param: "rows" }, { over: 20, upTo: undefined }, "Refund a payment: rows over 20"],
  [
    { kind: "total", of: "sum", per: "owner", window: "7d", currencies: ["USD"] },
    { over: 0, upTo: 900 },
    "Refund a payment: total per owner in 7 days up to 900.00 USD",
  ],
  [
    { kind: "total", of: "count", per: "agent", window: "24h" },
    { over: 20, upTo: undefined },
    "Refund a payment: number of requests per agent in 24 hours over 20 requests",
  ],
])(
  "the reason of a tier with a generated title is the action with the range in full",
  (measure, range, reason) => {
    expect(
      tierReason(tierTitle("Refund a payment", measure, range), "Refund a payment", measure, range),
    ).toBe(reason);
  },
);

test("a title that an admin wrote, or the title of a tier for any amount, is the reason", () => {
  const range = { over: 500, upTo: 5000 };
  expect(tierReason("Ask finance first", "Refund a payment", amount, range)).toBe("Ask finance first");
  const any = { over: 0, upTo: undefined };
  const title = tierTitle("Refund a payment", amount, any);
  expect(tierReason(title, "Refund a payment", amount, any)).toBe(title);
});

test("a tier of repeats is titled and explained as the same action again", () => {
  const measure = { kind: "total", of: "count", per: "action", window: "24h" } as const;
  const title = tierTitle("Refund a payment", measure, { over: 1, upTo: undefined });
  expect(title).toBe("Refund a payment: same action again within 24 hours");
  expect(tierReason(title, "Refund a payment", measure, { over: 1, upTo: undefined })).toBe(title);
  expect(tierTitle("Refund a payment", measure, { over: 3, upTo: undefined })).toBe(
    "Refund a payment: number of requests for the same action in 24 hours over 3 requests",
  );
});
