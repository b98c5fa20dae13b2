import { z } from "zod";
import type { JsonObject, McpCall } from "#lib/boundary/mapping/call.mjs";
import { CallError } from "#lib/boundary/mapping/call-error.mjs";
import { foldName } from "#lib/json/fold-name.mjs";

const object = z.custom<JsonObject>(isObject, "must be an object");

/** What ToolHive posts (its RFC 17, version v0.1.0), as far as it is read. */
export const toolHiveSchema = z.object({
  version: z.string().min(1).max(20),
  uid: z.string().min(1).max(200),
  principal: z.object({ sub: z.string().optional() }).nullish(),
  mcp_request: object,
  context: z.object({
    server_name: z.string(),
    namespace: z.string().optional(),
    backend_server: z.string().optional(),
  }),
});

export type ToolHiveRequest = z.output<typeof toolHiveSchema>;

const messageMembers = ["jsonrpc", "id", "method", "params", "result", "error"];
const paramMembers = ["name", "arguments", "_meta", "task"];

/**
 * The call of a tool in ToolHive's webhook; undefined for another method of MCP, which runs no tool.
 * A message that a reader such as Go's could understand as a call, because it ignores the case of
 * names, is refused.
 * @throws {CallError}
 */
export function toolCallOf({ mcp_request: message, context }: ToolHiveRequest): McpCall | undefined {
  for (const name of Object.keys(message))
    if (!messageMembers.includes(name))
      throw new CallError(`/${name}`, "isn't a member of a JSON-RPC message");
  const { method, params } = message;
  if (method === undefined && (message.result !== undefined || message.error !== undefined)) return undefined;
  if (typeof method !== "string") throw new CallError("/method", "isn't a text");
  if (foldName(method.trim()) !== foldName("tools/call")) return undefined;
  if (method !== "tools/call") throw new CallError("/method", "must be spelled tools/call");
  if (!isObject(params)) throw new CallError("/params", "isn't an object");
  for (const name of Object.keys(params))
    if (!paramMembers.includes(name)) throw new CallError(`/params/${name}`, "isn't supported in tools/call");
  return {
    kind: "mcp",
    server: serverOf(context),
    tool: params.name as string,
    ...(params.arguments !== undefined && { arguments: params.arguments as JsonObject }),
  };
}

function serverOf({ namespace, server_name, backend_server }: ToolHiveRequest["context"]): string {
  return [namespace, server_name, backend_server].filter(Boolean).join(".");
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
