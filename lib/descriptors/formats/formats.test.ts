import { expect, test } from "vitest";
import type { Json } from "#client/json/pointer";
import { renderAction } from "../render/render-action.ts";
import { textOf } from "../render/text-lines.ts";
import type { FormatName } from "./formats.ts";

type Params = Record<string, unknown>;

/** The value as a field with this format shows it; undefined if the action is shown raw. */
function shown(format: FormatName, value: Json, params: Params = {}, others: { [name: string]: Json } = {}) {
  const descriptor = { intent: "Test", fields: [{ path: "/value", label: "Value", format, params }] };
  const rendering = renderAction({ type: "test.run", params: { value, ...others } }, descriptor);
  expect(rendering.form === "raw").toBe(rendering.fields.length === 0);
  return rendering.fields[0]?.shown;
}

function textShown(...given: Parameters<typeof shown>): string | undefined {
  const found = shown(...given);
  return found && textOf(found);
}

const usd = { currency: "USD" };
test.each<[FormatName, Json, Params, string | undefined]>([
  ["amount", 1250, usd, "1,250.00 USD"],
  ["amount", "1250.5", usd, '1,250.50 USD ("1250.5")'],
  ["amount", 0.005, usd, "0.005 USD"],
  ["amount", -12, usd, "-12.00 USD"],
  ["amount", 125_000, { ...usd, minorUnits: 2 }, "1,250.00 USD (125000)"],
  ["amount", 5, { ...usd, minorUnits: 2 }, "0.05 USD (5)"],
  ["amount", 12.5, { ...usd, minorUnits: 2 }, undefined],
  ["amount", 1_000_000, { currency: "JPY" }, "1,000,000.00 JPY"],
  ["amount", 1_000_000, { currency: "JPY", minorUnits: 0 }, "1,000,000.00 JPY"],
  ["amount", 1_000_000, { currency: "JPY", minorUnits: 2 }, undefined],
  ["amount", 1250, { currency: "KWD", minorUnits: 3 }, "1.250 KWD (1250)"],
  ["amount", 1250, { currency: "CLF", minorUnits: 4 }, "0.1250 CLF (1250)"],
  ["amount", 1250, { currency: "XAU" }, "1,250.00 XAU"],
  ["amount", 1e21, usd, undefined],
  ["amount", 1e-7, usd, undefined],
  ["amount", "1,250", usd, undefined],
  ["amount", "٣", usd, undefined],
  ["amount", 5, {}, undefined],
  ["amount", true, usd, undefined],
  ["number", 1250.5, { unit: "GB" }, "1,250.5 GB"],
  ["number", 3, {}, "3"],
  ["number", "3", {}, undefined],
  ["percentage", 0.125, { of: "fraction" }, "12.5% (0.125)"],
  ["percentage", 12.5, { of: "percent" }, "12.5%"],
  ["percentage", 0.5, {}, undefined],
  ["count", 1, { one: "record", other: "records" }, "1 record"],
  ["count", 12_000, { one: "record", other: "records" }, "12,000 records"],
  ["count", 1.5, { one: "record", other: "records" }, undefined],
  ["count", -1, { one: "record", other: "records" }, undefined],
  ["datetime", "2026-11-27T10:00:00+02:00", {}, "2026-11-27 08:00:00 UTC (2026-11-27T10:00:00+02:00)"],
  ["datetime", "2026-11-27T10:00:00.250Z", {}, "2026-11-27 10:00:00.250 UTC (2026-11-27T10:00:00.250Z)"],
  ["datetime", "2026-02-30T10:00:00Z", {}, undefined],
  ["datetime", "2026-11-27T24:00:00Z", {}, undefined],
  ["datetime", "2026-11-27", {}, undefined],
  ["datetime", "2026-11-27T10:00:00", {}, undefined],
  ["datetime", 1_790_000_000, { unit: "s" }, "2026-09-21 14:13:20 UTC (1790000000)"],
  ["datetime", 1_790_000_000_001, { unit: "ms" }, "2026-09-21 14:13:20.001 UTC (1790000000001)"],
  ["datetime", 1e15, { unit: "s" }, undefined],
  ["duration", 93_784, { unit: "s" }, "1 d 2 h 3 min 4 s (93784)"],
  ["duration", 0, { unit: "h" }, "0 s (0)"],
  ["duration", 1500, { unit: "ms" }, "1500 ms"],
  ["duration", 2, { unit: "d" }, "2 d (2)"],
  ["duration", 1.5, { unit: "h" }, undefined],
  ["enum", "prod", { labels: { prod: "Production" } }, "Production (prod)"],
  ["enum", 1, { labels: { 1: "One" } }, "One (1)"],
  ["enum", "1", { labels: { 1: "One" } }, 'One ("1")'],
  ["enum", "dev", { labels: { prod: "Production" } }, undefined],
  ["enum", "constructor", { labels: {} }, undefined],
  ["boolean", true, {}, "Yes"],
  ["boolean", "true", {}, undefined],
  ["identifier", "charge/ch_81", {}, "charge/ch_81"],
  ["identifier", "charge ch_81", {}, undefined],
  ["identifier", "сharge", {}, undefined],
  ["identifier", "a\u202eb", {}, undefined],
  ["email", "ada@example.com", {}, "ada@example.com"],
  ["email", "ada@exаmple.com", {}, undefined],
  ["email", "ada@example.com\n", {}, undefined],
  ["person", "per_01m8e0g09eedgv85sdepwp735j", {}, "per_01m8e0g09eedgv85sdepwp735j"],
  ["person", "Ada", {}, undefined],
  ["agent", "agt_01m8e0g09eedgv85sdepwp735j", {}, "agt_01m8e0g09eedgv85sdepwp735j"],
  ["text", "any\ntext \u202e", {}, "any\ntext \u202e"],
  ["text", 5, {}, undefined],
  ["path", "/etc/passwd", {}, "/etc/passwd"],
  ["code", "select 1", {}, "select 1"],
  ["json", { a: [1] }, {}, '{"a":[1]}'],
  ["command", "ls", {}, undefined],
])("%s shows %j with %j as %j", (format, value, params, text) => {
  expect(textShown(format, value, params)).toBe(text);
});

test("an amount takes its currency from another parameter, and only a currency", () => {
  const params = { currency: "/currency" };
  expect(textShown("amount", 5, params, { currency: "EUR" })).toBe("5.00 EUR");
  for (const currency of ["eur", "EUR to Mallory", 5, null, ["EUR"]])
    expect(textShown("amount", 5, params, { currency })).toBeUndefined();
  expect(textShown("amount", 5, params)).toBeUndefined();
});

test.each<[string, string | undefined, string[]]>([
  ["https://example.com/a?b#c", "example.com", []],
  ["https://example.com@evil.example/", "evil.example", ["user"]],
  ["http://xn--exmple-cua.com:8080/", "xn--exmple-cua.com:8080", ["punycode"]],
  ["https://exаmple.com/", "exаmple.com", ["not_ascii"]],
  ["http://127.0.0.1/", "127.0.0.1", ["ip_address"]],
  ["http://0x7f.1/", "0x7f.1", ["ip_address"]],
  ["http://[::1]:80/", "[::1]:80", ["ip_address"]],
  ["https:\\\\example.com", undefined, []],
  ["https://example.com\\@evil.example", undefined, []],
  ["https://exam\u200bple.com", undefined, []],
  ["https://example.com/a b", undefined, []],
  ["javascript:alert(1)", undefined, []],
  ["https:///path", undefined, []],
  ["HTTPS://example.com", undefined, []],
])("the address %j has the host %j and the warnings %j", (text, host, warnings) => {
  const found = shown("url", text);
  expect(found).toEqual(
    host && { as: "url", before: expect.any(String), host, after: expect.any(String), warnings },
  );
  if (found) expect(textOf(found)).toBe(text);
});

const lines = {
  columns: [
    { path: "/sku", label: "SKU", format: "identifier" },
    { path: "/n", label: "Quantity", format: "number", optional: true },
  ],
};
test.each<[FormatName, Json, Params, string | undefined]>([
  ["list", ["a", "b"], { items: { format: "identifier" } }, "a, b"],
  ["list", ["a, b", "c"], { items: { format: "text" } }, '"a, b", c'],
  ["list", [], { items: { format: "identifier" } }, ""],
  ["list", ["a", 5], { items: { format: "identifier" } }, undefined],
  ["list", "a", { items: { format: "identifier" } }, undefined],
  ["list", [5, 6], { items: { format: "amount", params: usd } }, "5.00 USD, 6.00 USD"],
  ["list", ["a"], {}, undefined],
  ["table", [{ sku: "a", n: 2 }, { sku: "b" }], lines, "SKU a, Quantity 2; SKU b"],
  ["table", [{ sku: "a", price: 5 }], lines, undefined],
  ["table", [{ n: 2 }], lines, undefined],
  ["table", [["a"]], lines, undefined],
  ["table", [{ sku: "a b" }], lines, undefined],
])("%s shows %j with %j as %j", (format, value, params, text) => {
  expect(textShown(format, value, params)).toBe(text);
});

test("a table or list inside a table shows nothing of the other format than the table has", () => {
  const inner = { path: "/x/y", label: "X", format: "text" };
  expect(textShown("table", [{ x: { y: "a", z: "b" } }], { columns: [inner] })).toBeUndefined();
});
