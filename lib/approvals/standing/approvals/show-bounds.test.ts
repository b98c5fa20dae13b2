import { expect, test } from "vitest";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Difference } from "./bounds.ts";
import { shownBounds } from "./show-bounds.ts";

const action = {
  type: "refund.create",
  resource: "charge/ch_1",
  params: { amount: 1250, currency: "USD", customer: "cus_1", "up to/9": "up to 9" },
};
const fields: Descriptor["fields"] = [
  { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } },
  { path: "/customer", label: "Customer", format: "identifier" },
];
const described: Descriptor = { intent: "Refund", fields };
const entry = { amountParam: "amount", currencyParam: "currency" };

function bounds(
  may_differ: Difference[],
  by: { descriptor?: Descriptor; entry?: Parameters<typeof shownBounds>[1]["entry"] } = {},
) {
  return shownBounds(
    { action, terms: { may_differ } },
    { descriptor: described, entry, commands: {}, ...by },
  );
}

test("each value of the action is among those that differ or those that stay the same, by its escaped pointer", () => {
  const { mayDiffer, same } = bounds([{ path: "/params/amount", up_to: 2000 }]);
  expect(mayDiffer.map(({ path }) => path)).toEqual(["/params/amount"]);
  expect(same.map(({ path, value }) => [path, value.text])).toEqual([
    ["/type", '"refund.create"'],
    ["/resource", '"charge/ch_1"'],
    ["/params/currency", '"USD"'],
    ["/params/customer", '"cus_1"'],
    ["/params/up to~19", '"up to 9"'],
  ]);
});

test("an amount has the descriptor's format and the fixed currency", () => {
  const { mayDiffer, amountOf } = bounds([{ path: "/params/amount", up_to: 2000 }]);
  expect(mayDiffer[0]).toMatchObject({
    upTo: { text: "2,000.00 USD" },
    value: { field: { label: "Amount" } },
  });
  expect(amountOf?.(6000)).toMatchObject({ text: "6,000.00 USD" });
});

test("an amount in minor units is shown in the currency, with the signed number", () => {
  const params = { currency: "/currency", minorUnits: 2 };
  const descriptor: Descriptor = {
    ...described,
    fields: [{ path: "/amount", label: "Amount", format: "amount", params }],
  };
  expect(bounds([{ path: "/params/amount", up_to: 125_000 }], { descriptor }).mayDiffer[0]).toMatchObject({
    upTo: { text: "1,250.00 USD", original: "125000" },
  });
});

test("without a format with a unit, an amount is in the type's currency, or in the unit of its place", () => {
  const raw = { descriptor: undefined } as never;
  expect(bounds([], raw).amountOf?.(6000)).toEqual({ value: "6000", currency: "USD" });
  const counted = { ...(raw as object), entry: { amountParam: "amount", currencyParam: null } };
  expect(bounds([], counted).amountOf?.(6000)).toEqual({ value: "6000", unitOf: "/params/amount" });
  const ofNone = { amountParam: null, currencyParam: null };
  expect(bounds([], { entry: ofNone }).amountOf).toBeUndefined();
});

test("one of several values has the descriptor's format, and else its canonical text", () => {
  const { mayDiffer } = bounds([{ path: "/params/customer", one_of: ["cus_1", "cus 2"] }]);
  expect(mayDiffer[0]).toMatchObject({
    oneOf: [{ field: { shown: { text: "cus_1" } } }, { text: '"cus 2"' }],
  });
});
