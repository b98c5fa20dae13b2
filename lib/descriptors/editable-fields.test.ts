import { expect, test } from "vitest";
import { descriptorFaults } from "./check-descriptor.ts";
import { type Descriptor, descriptorSchema } from "./descriptor.ts";
import { editableFields, readEdit } from "./editable-fields.ts";

const descriptor: Descriptor = descriptorSchema.parse({
  intent: "Refund a payment",
  fields: [
    { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" }, editable: true },
    {
      path: "/cents",
      label: "Fee",
      format: "amount",
      params: { currency: "USD", minorUnits: 2 },
      editable: true,
    },
    { path: "/text", label: "Sum", format: "amount", params: { currency: "USD" }, editable: true },
    {
      path: "/speed",
      label: "Speed",
      format: "enum",
      params: { labels: { 1: "Slow", 2: "Fast", max: "Fastest" } },
      editable: true,
    },
    { path: "/final", label: "Final", format: "boolean", editable: true },
    { path: "/note", label: "Note", format: "text", editable: true },
    { path: "/fixed", label: "Fixed", format: "text" },
    { path: "/absent", label: "Absent", format: "text", optional: true, editable: true },
  ],
});
const params = {
  ...{ amount: 1250, currency: "USD", cents: 9950, text: "80.00" },
  ...{ speed: 2, final: true, note: "hello", fixed: "as is" },
};
const edit = (entered: Record<string, string>) => readEdit(descriptor, params, entered);
const replace = (path: string, value: unknown) => ({ op: "replace", path: `/params${path}`, value });

test("a form shows each editable field that has a value, numbers in their shown units", () => {
  expect(
    editableFields(descriptor, params).map(({ path, kind, current, unit }) => [path, kind, current, unit]),
  ).toEqual([
    ["/amount", "lower", "1250", "USD"],
    ["/cents", "lower", "99.50", "USD"],
    ["/text", "lower", "80.00", "USD"],
    ["/speed", "choice", "2", undefined],
    ["/final", "choice", "true", undefined],
    ["/note", "text", "hello", undefined],
  ]);
});

test("an edited value keeps the JSON type and the units of the signed one", () => {
  expect(
    edit({ "/amount": "900", "/cents": "1.25", "/text": "79", "/speed": "1", "/final": "false" }),
  ).toEqual({
    patch: [
      replace("/amount", 900),
      replace("/cents", 125),
      replace("/text", "79.00"),
      replace("/speed", 1),
      replace("/final", false),
    ],
  });
  expect(edit({ "/amount": "1,000.00", "/note": "bye" })).toEqual({
    patch: [replace("/amount", 1000), replace("/note", "bye")],
  });
});

test("values that stay the same are no edit", () => {
  expect(edit({ "/amount": "1250", "/cents": "99.50", "/note": "hello" })).toEqual({ patch: [] });
});

test.each([
  ["a higher number", "/amount", "1251"],
  ["the same number in other digits", "/amount", "1250.00"],
  ["a negative number", "/amount", "-1"],
  ["a number with a comma as its point", "/amount", "900,50"],
  ["a fraction of what is counted whole", "/amount", "0.5"],
  ["a fraction of a cent", "/cents", "1.255"],
  ["an exponent", "/amount", "1e2"],
  ["no number", "/amount", ""],
  ["a value without a label", "/speed", "3"],
  ["a text in place of a number", "/speed", "max"],
  ["text that PostgreSQL can't store", "/note", "a\u0000b"],
  ["a field that isn't editable", "/fixed", "other"],
  ["a field without a value", "/absent", "now"],
  ["a parameter without a field", "/currency", "EUR"],
])("%s is refused", (_, path, entered) => {
  expect(edit({ [path]: entered })).toMatchObject({ faults: [{ path }] });
});

test("the currency of an amount can't be editable", () => {
  const currency = {
    path: "/currency",
    label: "Currency",
    format: "identifier" as const,
    editable: true as const,
  };
  const faults = descriptorFaults("refund.create", {
    ...descriptor,
    fields: [...descriptor.fields, currency],
  });
  expect(faults).toEqual([{ path: "/fields/8/editable", message: expect.any(String) }]);
});

test("only formats with one value can be editable, and only where the value is always visible", () => {
  const check = (field: object) =>
    descriptorSchema.safeParse({
      intent: "Act",
      fields: [{ path: "/a", label: "A", editable: true, ...field }],
    }).success;
  expect(check({ format: "text" })).toBe(true);
  expect(check({ format: "command" })).toBe(false);
  expect(check({ format: "json" })).toBe(false);
  expect(check({ format: "text", visible: { unless: "x" } })).toBe(false);
});

test("an amount that can't be shown in the units of its currency can't be edited in those units", () => {
  const cents = { currency: "/currency", minorUnits: 2 };
  const fields: Descriptor["fields"] = [
    { path: "/amount", label: "Amount", format: "amount", params: cents, editable: true },
  ];
  const fieldsFor = (currency: string) =>
    editableFields({ intent: "Pay", fields }, { amount: 1_000_000, currency }).map(({ current }) => current);
  expect(fieldsFor("USD")).toEqual(["10000.00"]);
  expect(fieldsFor("JPY")).toEqual([]);
});
