import { expect, test } from "vitest";
import { testRequestType } from "#lib/descriptors/test-request-type";
import type { ActionType } from "./action-type.ts";
import { actionTypeFaults } from "./check-action-types.ts";
import { prepareCheck } from "./prepare-check.ts";

const entry: ActionType = {
  ...{ type: "refund.create", title: "Refund a payment", risk: "spend", schema: { type: "object" } },
  ...{ amountParam: null, currencyParam: null },
};
const prepared = await prepareCheck([entry]);
const placesOf = (change: Partial<ActionType>) =>
  actionTypeFaults({ ...entry, ...change }, prepared).map(({ path }) => path);

test("the action type of test requests can't be added to the catalog", () => {
  expect(placesOf({})).toEqual([]);
  expect(placesOf({ type: testRequestType })).toEqual(["/type"]);
});

test("no other action type can have the words of a test request, which executes nothing", () => {
  const descriptor = { intent: "Refund a payment", fields: [] };
  for (const words of [
    "Test an approval",
    "test  an approval.",
    "Test\u00a0an Approval",
    "Tеst an approval",
  ]) {
    expect(placesOf({ title: words })).toEqual(["/title"]);
    expect(placesOf({ descriptor: { ...descriptor, intent: words } })).toEqual(["/descriptor/intent"]);
    expect(placesOf({ descriptor: { ...descriptor, sentence: words } })).toEqual(["/descriptor/sentence"]);
  }
  expect(placesOf({ title: "Test an approval flow", descriptor })).toEqual([]);
});

test("the type's amount can't be shown as another sum than policy counts", () => {
  const placesIn = (format: string, params: object = {}, currencyParam: string | null = "currency") =>
    placesOf({
      ...{ amountParam: "amount", currencyParam },
      descriptor: { intent: "Pay", fields: [{ path: "/amount", label: "Amount", format, params }] } as never,
    });
  const currency = { currency: "/currency" };
  expect(placesIn("amount", currency)).toEqual([]);
  expect(placesIn("number")).toEqual([]);
  expect(placesIn("json")).toEqual([]);
  expect(placesIn("count", { one: "seat", other: "seats" }, null)).toEqual([]);
  expect(placesIn("amount", { ...currency, minorUnits: 2 })).toEqual([
    "/descriptor/fields/0/params/minorUnits",
  ]);
  expect(placesIn("amount", { currency: "USD" })).toEqual(["/descriptor/fields/0/params/currency"]);
  for (const [format, params] of [
    ["number", { unit: "cents" }],
    ["count", { one: "cent", other: "cents" }],
    ["percentage", { of: "fraction" }],
    ["duration", { unit: "s" }],
    ["datetime", { unit: "s" }],
    ["enum", { labels: { 100: "One dollar" } }],
  ] as const)
    expect(placesIn(format, params), format).toEqual(["/descriptor/fields/0/format"]);
});
