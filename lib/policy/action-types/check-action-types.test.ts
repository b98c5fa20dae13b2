import { expect, test } from "vitest";
import { testRequestType } from "#lib/descriptors/built-in/test-request-type";
import type { ActionType } from "./action-type.ts";
import { actionTypeFaults } from "./check-action-types.ts";

const entry: ActionType = {
  ...{ type: "refund.create", title: "Refund a payment", risk: "spend", schema: { type: "object" } },
  ...{ amountParam: null, currencyParam: null },
};
const placesOf = (change: Partial<ActionType>) =>
  actionTypeFaults({ ...entry, ...change }, {}).map(({ path }) => path);

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
