import { z } from "zod";
import { isJsonObject, type JsonObject } from "#client/json/pointer";
import type { McpCall } from "../mapping/engine/call.ts";
import { CallError } from "../mapping/engine/call-error.ts";
import { isMcpMethod } from "../mapping/engine/mcp-methods.ts";

const object = z.custom<JsonObject>(isJsonObject, "must be an object");

/** The read part of ToolHive's webhook (its RFC 17, version v0.1.0). */
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
 * The tool call in ToolHive's webhook; undefined for another method of MCP. @throws {CallError} for an
 * unknown method, or a message that a reader ignoring the case of names could take for a call.
 */
export function toolCallOf({ mcp_request: message, context }: ToolHiveRequest): McpCall | undefined {
  for (const name of Object.keys(message))
    if (!messageMembers.includes(name))
      throw new CallError(`/${name}`, "isn't a member of a JSON-RPC message");
  const { method, params } = message;
  if (method === undefined && (message.result !== undefined || message.error !== undefined)) return undefined;
  if (typeof method !== "string") throw new CallError("/method", "isn't a text");
  if (!isMcpMethod(method)) throw new CallError("/method", "isn't a method of MCP");
  if (method !== "tools/call") return undefined;
  if (!isJsonObject(params)) throw new CallError("/params", "isn't an object");
  for (const name of Object.keys(params))
    if (!paramMembers.includes(name)) throw new CallError(`/params/${name}`, "isn't supported in tools/call");
  return {
    kind: "mcp",
    server: serverOf(context),
    tool: params.name as string,
    ...(params.arguments !== undefined && { arguments: params.arguments as JsonObject }),
  };
}

/** `<namespace>.<server>.<backend>`, or the server alone. Doubled dots keep names apart. */
function serverOf({ namespace = "", server_name, backend_server = "" }: ToolHiveRequest["context"]): string {
  const names = { namespace, server_name, backend_server };
  for (const [name, value] of Object.entries(names))
    if (/^\.|\.$/.test(value) || (name === "server_name" && value === ""))
      throw new CallError(`/context/${name}`, "is empty, or begins or ends with a dot");
  const whole = Object.values(names).map((value) => value.replaceAll(".", ".."));
  return namespace || backend_server ? whole.join(".") : server_name.replaceAll(".", "..");
}
