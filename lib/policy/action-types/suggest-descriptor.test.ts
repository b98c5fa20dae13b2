import fc from "fast-check";
import { expect, test } from "vitest";
import { actionOf } from "#lib/boundary/mapping/engine/action-of";
import type { Call } from "#lib/boundary/mapping/engine/call";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { renderAction } from "#lib/descriptors/render/render-action";
import { textLines } from "#lib/descriptors/render/text-lines";
import type { Json } from "#lib/json/canonical";
import { descriptorFaultsOf } from "./check-action-types.ts";
import { inferSchema } from "./infer-schema.ts";
import { paramsSchemaFaults } from "./params-schema.ts";
import { suggestDescriptor } from "./suggest-descriptor.ts";

function shown(call: Call): string[] {
  const { action } = actionOf(readMapping({ version: 1 }), call);
  const params = action.params as Record<string, Json>;
  const descriptor = suggestDescriptor({ type: action.type, ...inferSchema([params]) }, [params]);
  return textLines(renderAction({ ...action, params }, descriptor));
}

test("an HTTP call without a rule is shown with its host, method, path, query and body", () => {
  const call = { kind: "http" as const, method: "POST", host: "payments.example", path: "/refunds" };
  expect(shown({ ...call, query: "dry=1", body: { amount: 5 } })).toEqual([
    "Call payments.example",
    "Send POST to payments.example",
    "Method: POST",
    "Path: /refunds",
    "Query: dry=1",
    'Body: {"amount":5}',
  ]);
  const binary = { ...call, contentType: "image/png", bodySha256: "abc", bodyBytes: 1 };
  expect(shown(binary).slice(4)).toEqual([
    "Content type: image/png",
    "SHA-256 of the body: abc",
    "Size of the body: 1 byte",
  ]);
});

test("a host that its type can't spell isn't named in another spelling", () => {
  const call = { kind: "http" as const, method: "GET", host: "Payments.example:8443", path: "/" };
  expect(shown(call).slice(0, 2)).toEqual(["Call an HTTP API", "Send GET to an HTTP API"]);
});

test("a tool without a rule is shown with its server and each argument", () => {
  const given = { path: "a.txt", max_lines: 5, isRaw: true, tags: ["x"], options: { deep: 1 }, any: null };
  const lines = shown({ kind: "mcp", server: "files", tool: "read_text_file", arguments: given });
  expect(lines).toEqual([
    "Use the tool read_text_file of files",
    "Any: null",
    "Is raw: Yes",
    "Max lines: 5",
    'Options: {"deep":1}',
    "Path: a.txt",
    "Tags: x",
  ]);
  expect(
    shown({ kind: "tool", client: "claude-code", tool: "read", input: { file: "a" }, directory: "/work" }),
  ).toEqual(["Use read in claude-code", "Directory: /work", 'Input: {"file":"a"}']);
});

test("an amount is shown with its currency, and as a number if the currency isn't one", () => {
  const suggested = (params: Record<string, Json>) => {
    const descriptor = suggestDescriptor({ type: "invoice.pay", ...inferSchema([params]) }, [params]);
    return textLines(renderAction({ type: "invoice.pay", params }, descriptor));
  };
  expect(suggested({ amount: 5, currency: "USD" })).toEqual(["Invoice pay", "Amount: 5.00 USD"]);
  expect(suggested({ amount: 5, currency: "usd" })[0]).toBe("Invoice pay");
});

test("a suggestion is accepted and shows every sample completely, for any parameters", () => {
  const params = fc
    .dictionary(fc.string({ unit: "grapheme", maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }))
    .map((given) => JSON.parse(JSON.stringify(given)) as Record<string, Json>);
  let count = 0;
  fc.assert(
    fc.property(fc.array(params, { minLength: 1, maxLength: 4 }), (samples) => {
      const of = { type: "mcp.files.read", ...inferSchema(samples) };
      const descriptor = suggestDescriptor(of, samples);
      if (!descriptor) return;
      count++;
      const entry = { ...of, title: "Read", risk: "read" as const, descriptor };
      expect(descriptorFaultsOf(entry, {})).toEqual([]);
      expect(paramsSchemaFaults(of.schema)).toEqual([]);
      for (const params of samples)
        expect(renderAction({ type: of.type, params }, descriptor).form).toBe("described");
    }),
    { numRuns: 25 },
  );
  expect(count).toBeGreaterThan(5);
});
