import { describe, expect, test } from "vitest";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { compareDescriptors, describeActionTypeChange, describeDescriptor } from "./describe-descriptor.ts";

const amount = {
  ...{ path: "/amount", label: "Amount", format: "amount" as const },
  params: { currency: "/currency" },
};
const reason = { path: "/reason", label: "Reason", format: "text" as const, optional: true as const };
const base: Descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount}",
  fields: [amount, reason],
  tests: [{ params: { amount: 5, currency: "USD" }, lines: ["Refund a payment"] }],
};

test("a descriptor is described part by part", () => {
  expect(describeDescriptor(base).map(({ name, text }) => `${name}: ${text}`)).toEqual([
    "Intent: Refund a payment",
    "Sentence: Refund {amount}",
    'Field /amount: Amount · amount { "currency": "/currency" }',
    "Field /reason: Reason · text · can be missing",
    expect.stringContaining("Refund a payment"),
  ]);
  expect(describeDescriptor(undefined)).toEqual([]);
});

describe("the difference between two descriptors", () => {
  test("is empty for equal ones, in whatever order their members are", () => {
    const reordered = Object.fromEntries(Object.entries(base).reverse()) as Descriptor;
    expect(compareDescriptors(base, reordered)).toEqual([]);
  });

  test("lists added, removed and changed fields by path, and their order", () => {
    const total = { ...amount, label: "Total" };
    const note = { path: "/note", label: "Note", format: "text" as const };
    expect(compareDescriptors(base, { ...base, fields: [reason, total, note] })).toEqual([
      {
        name: "Field /amount",
        before: 'Amount · amount { "currency": "/currency" }',
        after: 'Total · amount { "currency": "/currency" }',
      },
      { name: "Field /note", after: "Note · text" },
      { name: "Order of fields", before: "/amount, /reason", after: "/reason, /amount" },
    ]);
    expect(compareDescriptors(base, { ...base, fields: [amount] })).toEqual([
      { name: "Field /reason", before: "Reason · text · can be missing" },
    ]);
    expect(compareDescriptors(undefined, base)).toHaveLength(5);
    expect(compareDescriptors(base, undefined).every(({ after }) => after === undefined)).toBe(true);
  });

  test.each<[string, object]>([
    ["a label", { label: "Total" }],
    ["a format", { format: "json" }],
    ["a format's parameter", { params: { currency: "USD" } }],
    ["another parameter", { params: { currency: "/currency", minorUnits: 2 } }],
    ["an optional field", { optional: true }],
    ["a field that is hidden with one value", { visible: { unless: 5 } }],
    ["a field that must have one value", { visible: { mustBe: 5 } }],
    ["a field that can be edited", { editable: true }],
  ])("shows %s", (_, change) => {
    const changed = { ...base, fields: [{ ...amount, ...change }, reason] } as Descriptor;
    expect(compareDescriptors(base, changed).map(({ name }) => name)).toEqual(["Field /amount"]);
  });

  test.each<[string, Partial<Descriptor>, string]>([
    ["another intent", { intent: "Refund" }, "Intent"],
    ["no sentence", { sentence: undefined }, "Sentence"],
    ["another test", { tests: [{ params: {}, lines: [] }] }, "Test 1"],
    ["no tests", { tests: undefined }, "Test 1"],
  ])("shows %s", (_, change, name) => {
    expect(compareDescriptors(base, { ...base, ...change }).map((each) => each.name)).toEqual([name]);
  });

  test("shows characters that can't be seen", () => {
    const hidden = { ...base, fields: [{ ...amount, visible: { unless: "a\u200b" } }, reason] };
    expect(compareDescriptors(base, hidden)[0]?.after).toContain('hidden if it is "a\\u200b"');
  });
});

test("other people who may sign standing approvals are a change of the type", () => {
  const type = (signers?: ["owner", "backup", "group"]) => ({
    ...{
      type: "a.b",
      title: "A",
      risk: "write" as const,
      schema: {},
      amountParam: null,
      currencyParam: null,
    },
    standing: { days: 1, count: 9, ...(signers && { signers }) },
  });
  expect(describeActionTypeChange(type(), type(["owner", "backup", "group"]))).toEqual([
    {
      name: "Standing approvals",
      before: "Up to 1 day · 9 requests · signed by the agent's owner",
      after: "Up to 1 day · 9 requests · signed by the agent's owner, backup approvers or group members",
    },
  ]);
});
