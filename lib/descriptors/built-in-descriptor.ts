import type { Descriptor } from "./descriptor.ts";
import { testRequestTitle, testRequestType } from "./test-request-type.ts";

export const builtInVersion = 1;

/** The parameters of an HTTP call without a rule, in the order shown (lib/boundary/mapping/engine/call.ts). */
const http: Descriptor = {
  intent: "Call an HTTP API",
  sentence: "Call the HTTP API {type}",
  fields: [
    { path: "/method", label: "Method", format: "identifier" },
    { path: "/path", label: "Path", format: "text" },
    { path: "/query", label: "Query", format: "text", optional: true },
    { path: "/content_type", label: "Content type", format: "text", optional: true },
    { path: "/body", label: "Body", format: "json", optional: true },
    { path: "/body_sha256", label: "SHA-256 of the body", format: "text", optional: true },
    {
      ...{ path: "/body_bytes", label: "Size of the body", format: "count" },
      ...{ params: { one: "byte", other: "bytes" }, optional: true },
    },
  ],
};

/** A call's parameters are the MCP tool's arguments, of any name. */
const mcp: Descriptor = {
  intent: "Use an MCP tool",
  sentence: "Use the MCP tool {type}",
  fields: [],
};

const test: Descriptor = {
  intent: testRequestTitle,
  sentence: testRequestTitle,
  fields: [{ path: "/purpose", label: "Purpose", format: "text" }],
};

/**
 * The descriptors of each version, by the kind of call, and by type. A version that approvers were
 * shown is never changed or removed: receipts of their approvals are still built from it. Other words
 * get another version.
 */
const versions: ReadonlyMap<number, Version> = new Map([
  [1, { kinds: new Map(Object.entries({ http, mcp })), types: new Map([[testRequestType, test]]) }],
]);

interface Version {
  kinds: ReadonlyMap<string, Descriptor>;
  types: ReadonlyMap<string, Descriptor>;
}

/**
 * How approvers see a test request, and a call at a boundary whose default type
 * (lib/boundary/mapping/engine/default-type.ts) isn't in the catalog; undefined for other types and versions.
 * One text for each kind of call: an agent that asks without a boundary chooses the type.
 */
export function builtInDescriptor(type: string, version = builtInVersion): Descriptor | undefined {
  const [kind = "", ...names] = type.split(".");
  const descriptors = versions.get(version);
  return descriptors?.types.get(type) ?? (names.length < 2 ? undefined : descriptors?.kinds.get(kind));
}
