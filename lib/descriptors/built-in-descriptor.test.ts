import fc from "fast-check";
import { expect, test } from "vitest";
import { pointer, valueAt } from "#client/json/pointer";
import { actionOf } from "#lib/boundary/mapping/engine/action-of";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import type { Json } from "#lib/json/canonical";
import { builtInDescriptor, builtInVersion } from "./built-in-descriptor.ts";
import { descriptorFaults } from "./check-descriptor.ts";
import { descriptorSchema } from "./descriptor.ts";
import { descriptorDigest } from "./digests.ts";
import { pointerTokens } from "./pointers.ts";
import { renderAction } from "./render/render-action.ts";
import { textLines } from "./render/text-lines.ts";
import { params, value } from "./testing/arbitrary-descriptors.ts";

const mapping = readMapping({ version: 1 });
const httpType = "http.post.payments.example";

function actionFor(call: Parameters<typeof actionOf>[1]) {
  const { action } = actionOf(mapping, call);
  return { ...action, params: action.params as Record<string, Json> };
}

function linesOf(call: Parameters<typeof actionOf>[1]): string[] {
  const action = actionFor(call);
  return textLines(renderAction(action, builtInDescriptor(action.type)));
}

test("a call of the HTTP proxy is shown with its type, which names the host, and each part of it", () => {
  const call = { kind: "http" as const, method: "POST", host: "payments.example", path: "/refunds" };
  expect(linesOf({ ...call, query: "dry=1", body: { amount: 5 } })).toEqual([
    "Call an HTTP API",
    "Call the HTTP API http.post.payments.example",
    "Method: POST",
    "Path: /refunds",
    "Query: dry=1",
    'Body: {"amount":5}',
  ]);
  const binary = { ...call, contentType: "image/png", bodySha256: "abc", bodyBytes: 3 };
  expect(linesOf(binary).slice(4)).toEqual([
    ...["Content type: image/png", "SHA-256 of the body: abc", "Size of the body: 3 bytes"],
  ]);
});

test("a call of the MCP gateway is shown with its type, which names server and tool, and each argument", () => {
  const call = { kind: "mcp" as const, server: "files", tool: "read_file", arguments: { path: "a", max: 5 } };
  expect(linesOf(call)).toEqual([
    "Use an MCP tool",
    "Use the MCP tool mcp.files.read_file",
    "Also included: /max 5",
    'Also included: /path "a"',
  ]);
});

test("a version that approvers were shown never changes: receipts are built from it years later", () => {
  expect(builtInVersion).toBe(1);
  const digests = [httpType, "mcp.files.read_file"].map((type) => {
    const descriptor = builtInDescriptor(type, 1);
    return descriptor && descriptorDigest(descriptor);
  });
  expect(digests).toEqual([
    "G7lnDjQOFVdkh_3vpRW7Lt-sIu0aKK2hVeI24pIsMBY",
    "CptCALF_TWytevoaAD_l8FKSMqIVnZySrqaY0FJMA1o",
  ]);
});

test.each([httpType, "mcp.files.read_file"])("the built-in descriptor of %s is a valid one", (type) => {
  const descriptor = builtInDescriptor(type);
  expect(descriptorSchema.parse(descriptor)).toEqual(descriptor);
  expect(descriptor && descriptorFaults(type, descriptor)).toEqual([]);
});

test("other types and unknown versions have none", () => {
  for (const type of [
    "http",
    "http.get",
    "mcp.files",
    "refund.create",
    "tool.codex.shell",
    "constructor.a.b",
  ])
    expect(builtInDescriptor(type)).toBeUndefined();
  expect(builtInDescriptor(httpType, builtInVersion + 1)).toBeUndefined();
});

test("every leaf of the parameters of a call appears once, whatever they are", () => {
  const http = fc.record(
    {
      ...{ kind: fc.constant("http" as const), method: fc.constantFrom("GET", "POST"), path: fc.webPath() },
      ...{ host: fc.domain(), query: fc.string(), contentType: fc.string(), body: value },
      ...{ bodySha256: fc.string(), bodyBytes: fc.nat() },
    },
    { requiredKeys: ["kind", "method", "host", "path"] },
  );
  const mcp = fc.record({
    ...{ kind: fc.constant("mcp" as const), server: fc.constant("files") },
    ...{ tool: fc.string({ minLength: 1 }), arguments: params },
  });
  let count = 0;
  fc.assert(
    fc.property(fc.oneof(http, mcp), (call) => {
      const action = asked(call);
      if (!action) return;
      count++;
      const { form, sentence, also, fields, hidden } = renderAction(action, builtInDescriptor(action.type));
      expect([form, hidden]).toEqual(["described", []]);
      expect(sentence?.[1]).toMatchObject({ shown: { as: "value", text: action.type } });
      expect([...fields, ...also].map(({ path }) => path).sort()).toEqual(
        Object.keys(action.params)
          .map((name) => pointer("", name))
          .sort(),
      );
      for (const { path, value: shown } of also) expect(shown).toBe(at(action.params, path));
      for (const { path, shown } of fields) {
        if (shown.as === "text") expect(shown.text).toBe(at(action.params, path));
        if (shown.as === "json") expect(shown.value).toBe(at(action.params, path));
      }
    }),
    { numRuns: 300 },
  );
  expect(count).toBeGreaterThan(100);
});

/** The action of a call; undefined if the boundary refuses the call. */
function asked(call: Parameters<typeof actionOf>[1]) {
  try {
    return actionFor(call);
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}

function at(given: Json, path: string) {
  return valueAt(given, pointerTokens(path) ?? []);
}

test("an HTTP call in another form is shown raw, without a part of the sentence", () => {
  const rendering = renderAction({ type: httpType, params: { url: "x" } }, builtInDescriptor(httpType));
  expect(rendering).toMatchObject({ form: "raw", fallback: { code: "missing", path: "/method" } });
  expect(textLines(rendering)).toEqual([
    ...["Call an HTTP API", "Shown without description", 'Also included: /url "x"'],
  ]);
});
