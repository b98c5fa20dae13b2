import { expect, test } from "vitest";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Shown } from "#lib/descriptors/formats/format";
import { renderAction } from "#lib/descriptors/render/render-action";
import { compareRows } from "./compare-rows.ts";

const descriptor: Descriptor = {
  intent: "Refund",
  fields: [
    { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } },
    { path: "/reason", label: "Reason", format: "text", optional: true },
  ],
};
const refund = (charge: string, params: Record<string, string | number>) =>
  renderAction(
    {
      type: "refund.create",
      resource: charge,
      audience: "payments.example",
      params: { currency: "USD", ...params },
    },
    descriptor,
  );
const labels = (values: { label: string }[]) => values.map(({ label }) => label);

test("what is equal in all rows is said once, and what differs is a column, with the amount last", () => {
  const rows = [refund("ch_1", { amount: 1, reason: "late" }), refund("ch_2", { amount: 2, reason: "late" })];
  const { common, columns, rows: own } = compareRows(rows);
  expect(labels(common)).toEqual(["Tool", "Reason"]);
  expect(labels(columns)).toEqual(["Resource", "Amount"]);
  expect(own.map((values) => [...values.keys()])).toEqual([
    ["resource", "field /amount"],
    ["resource", "field /amount"],
  ]);
});

test("a value that one row doesn't have is a column, also if all others have the same", () => {
  const rows = [refund("ch_1", { amount: 1, reason: "late" }), refund("ch_1", { amount: 1 })];
  expect(labels(compareRows(rows).columns)).toEqual(["Reason"]);
});

test("a parameter that no field describes is common or a column, never left out", () => {
  const rows = [
    refund("ch_1", { amount: 1, hidden_fee: 5, to: "acct_1" }),
    refund("ch_1", { amount: 1, hidden_fee: 5, to: "acct_2" }),
  ];
  const { common, columns } = compareRows(rows);
  expect(common.find(({ label }) => label === "/hidden_fee")).toMatchObject({ isAgentsLabel: true });
  expect(columns).toMatchObject([{ label: "/to", isAgentsLabel: true }]);
});

test("of many differing parameters a few are columns, tool and amount among them, and the others need the row's details", () => {
  const many = (value: string, tool: string) => {
    const traces = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`trace_${index}`, value]));
    const params = { currency: "USD", amount: value.length, ...traces };
    return renderAction({ type: "refund.create", resource: "ch_1", audience: tool, params }, descriptor);
  };
  const { columns, rows } = compareRows([many("a", "payments.example"), many("bb", "payments.evil")]);
  expect(columns.length).toBeLessThanOrEqual(7);
  expect(labels(columns)).toEqual(expect.arrayContaining(["Tool", "Amount"]));
  expect([...(rows[1]?.values() ?? [])].filter(({ fitsRow }) => !fitsRow).length).toBeGreaterThan(100);
});

test("values that look the same and are signed differently are different", () => {
  const { columns } = compareRows([refund("ch_1", { amount: 5 }), refund("ch_1", { amount: "5" })]);
  expect(labels(columns)).toEqual(["Amount"]);
});

test.each<[string, boolean, Shown]>([
  ["a short text", true, { as: "text", text: "cus_900" }],
  ["a long text", false, { as: "text", text: "a".repeat(61) }],
  ["a text of two lines", false, { as: "text", text: "a\nb" }],
  ["code", false, { as: "code", text: "1" }],
  ["a command", false, { as: "command", text: "ls", lines: [] }],
  ["a list", false, { as: "list", items: [] }],
  ["an object", false, { as: "json", value: {} }],
  ["a number", true, { as: "json", value: 5 }],
  ["a web address", true, { as: "url", before: "https://", host: "a.example", after: "/", warnings: [] }],
  [
    "an address to look at",
    false,
    { as: "url", before: "http://", host: "a", after: "", warnings: ["http"] },
  ],
])("%s is in its row: %s", (_, isInRow, shown) => {
  const field = { path: "/x", label: "X", format: "text" };
  const rendering = { v: 1, form: "described", type: "t", also: [], hidden: [] } as const;
  expect(
    compareRows([{ ...rendering, also: [], hidden: [], fields: [{ ...field, shown }] }]).common[0]?.fitsRow,
  ).toBe(isInRow);
});
