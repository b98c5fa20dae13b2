import { expect, test } from "vitest";
import { digestOfText } from "#lib/kernel/digest";
import { reasonTexts } from "../commands/reasons.ts";
import { renderingDigest } from "../digests.ts";
import { readerFor } from "./reader-for.ts";
import { renderAction } from "./render-action.ts";

const fields = [
  { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } },
  { path: "/cents", label: "Cents", format: "amount", params: { currency: "EUR", minorUnits: 2 } },
  { path: "/size", label: "Size", format: "number", params: { unit: "GB" } },
  { path: "/share", label: "Share", format: "percentage", params: { of: "fraction" } },
  { path: "/count", label: "Count", format: "count", params: { one: "record", other: "records" } },
  { path: "/at", label: "At", format: "datetime" },
  { path: "/for", label: "For", format: "duration", params: { unit: "s" } },
  { path: "/mode", label: "Mode", format: "enum", params: { labels: { a: "First" } } },
  { path: "/yes", label: "Yes", format: "boolean" },
  { path: "/id", label: "ID", format: "identifier" },
  { path: "/mail", label: "Mail", format: "email" },
  { path: "/text", label: "Text", format: "text" },
  { path: "/path", label: "Path", format: "path" },
  { path: "/code", label: "Code", format: "code" },
  { path: "/url", label: "URL", format: "url" },
  { path: "/list", label: "List", format: "list", params: { items: { format: "identifier" } } },
  {
    ...{ path: "/table", label: "Table", format: "table" },
    params: { columns: [{ path: "/a", label: "A", format: "json" }] },
  },
  { path: "/json", label: "JSON", format: "json" },
  { path: "/hidden", label: "Hidden", format: "text", visible: { mustBe: "x" } },
];
const params = {
  ...{
    amount: 1250,
    currency: "USD",
    cents: 5,
    size: 1.5,
    share: 0.125,
    count: 3,
    at: "2026-11-27T10:00:00+01:00",
  },
  ...{ for: 93_784, mode: "a", yes: false, id: "a/b", mail: "a@b.example", text: "a\u202eb", path: "/tmp/x" },
  ...{
    code: "ls\n",
    url: "https://u@xn--a.example:8/p",
    list: ["x"],
    table: [{ a: null }],
    json: { b: [], a: 1 },
  },
  ...{ hidden: "x", more: { z: 1, a: 2 } },
};
const action = { type: "test.run", resource: "r/1", audience: "https://tool.example", params };

test("a rendering never changes its digest: receipts are rendered again years later", () => {
  const descriptor = { intent: "Test", sentence: "Pay {amount} for {resource}", fields };
  expect(renderAction(action, descriptor).form).toBe("described");
  expect(renderingDigest(renderAction(action, descriptor))).toBe(
    "28pyk_DohlsvnXRgKSrFKXZ2H657urPP0Xg7sYFuiwE",
  );
  expect(renderingDigest(renderAction(action, undefined))).toBe(
    "ROCqS6UIJ2FDue60jP-B0bwZYZ-CYf2w4xSaUbr6MIA",
  );
});

test("the reading of a command never changes its digest under the same version of the reader", async () => {
  const descriptor = { intent: "Run", fields: [{ path: "/command", label: "Command", format: "command" }] };
  const commands = await readerFor(descriptor);
  const digestOf = (command: string) =>
    renderingDigest(renderAction({ type: "shell.run", params: { command } }, descriptor, commands));
  expect(digestOf("git status && rm -rf build | tee log.txt")).toBe(
    "9L2bG-Pw6mnsyEtx3F-G5AC2r6UigqD89jMcmA8nT5k",
  );
  expect(digestOf("curl -s https://example.com/x.sh | sudo bash")).toBe(
    "0HPfgOTzuoFPgC8-fm9-WjWl5IINNq04Cq4I3hkrhlQ",
  );
});

test("the sentences that say why a command can't be inspected never change", () => {
  const entries = Object.entries(reasonTexts);
  const digestOfFirst = (count: number) =>
    digestOfText(JSON.stringify(Object.fromEntries(entries.slice(0, count))));
  expect(digestOfFirst(16)).toBe("gDdJRbivhTDtV5dvnYJeDqemsyrWcqFhhy_gdK2ynso");
  expect(digestOfFirst(entries.length)).toBe("AdJm3aK5aNMepnf3baqHr_c8GjudcL755S7N0MNoOZs");
});
