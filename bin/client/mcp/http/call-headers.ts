import type { Untyped } from "#client/json/untyped";
import { isStateless, type Message } from "../call/message.ts";

const requestHeaders =
  /^(accept|content-type|last-event-id|mcp-(protocol-version|session-id)|traceparent|tracestate)$/;
const responseHeaders = /^(content-type|mcp-.*|cache-control|retry-after|allow|x-accel-buffering)$/;
/** The member of `params` in the header Mcp-Name. */
const named: Map<string | undefined, string> = new Map([
  ["tools/call", "name"],
  ["prompts/get", "name"],
  ["resources/read", "uri"],
  ["tasks/get", "taskId"],
  ["tasks/update", "taskId"],
  ["tasks/cancel", "taskId"],
]);

/**
 * The headers of a message to the MCP server. The client's own credentials and cookies never pass.
 * The headers that describe the message are written from the message, if the client sent them.
 * @param inputSchema of the tool that is called
 */
export function toServerHeaders(
  headers: Headers,
  message?: Message,
  inputSchema?: Untyped,
): Record<string, string> {
  const described = message && isStateless(message) ? describing(message, inputSchema) : {};
  const sent = Object.entries(described).filter(([name]) => headers.has(name));
  return { ...pick(headers, requestHeaders), ...Object.fromEntries(sent) };
}

/** The headers for the client, without the server's cookies and challenges. */
export function toClientHeaders(headers: Headers): Record<string, string> {
  return pick(headers, responseHeaders);
}

/** A header that contradicts the message: a server that believed the header would run another call. */
export function contradictingHeader(headers: Headers, message: Message): string | undefined {
  const { method, params } = message;
  const name = decoded(headers.get("mcp-name"));
  if (name !== undefined && named.has(method) && name !== nameOf(message)) return "Mcp-Name";
  const stated = headers.get("mcp-method");
  if (stated !== null && stated.trim() !== method) return "Mcp-Method";
  if (method !== "tools/call") return undefined;
  const leaves = new Set(leavesOf(params.arguments));
  for (const [header, value] of headers)
    if (header.startsWith("mcp-param-") && !leaves.has(decoded(value) ?? "")) return header;
  return undefined;
}

function describing(message: Message, inputSchema: Untyped): Record<string, string> {
  const name = nameOf(message);
  return {
    ...(message.method !== undefined && { "mcp-method": message.method }),
    ...(typeof name === "string" && { "mcp-name": encoded(name) }),
    ...Object.fromEntries(paramsOf(inputSchema, message.params.arguments)),
  };
}

function nameOf({ method, params }: Message): unknown {
  return params?.[named.get(method) ?? ""];
}

/** The headers of arguments with `x-mcp-header` in a tool's schema. */
function paramsOf(schema: Untyped, value: Untyped): [string, string][] {
  const header = schema?.["x-mcp-header"];
  if (typeof header === "string" && /^(string|number|boolean)$/.test(typeof value))
    return [[`mcp-param-${header.toLowerCase()}`, encoded(String(value))]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(schema?.properties ?? {}).flatMap(([name, part]) =>
    Object.hasOwn(value, name) ? paramsOf(part, value[name]) : [],
  );
}

/** A header value, in base64 where necessary (SEP-2243). */
function encoded(value: string) {
  const isPlain = /^[!-~]([ -~]*[!-~])?$/.test(value) && !value.startsWith("=?base64?");
  return isPlain ? value : `=?base64?${Buffer.from(value, "utf8").toString("base64")}?=`;
}

/** The reverse of `encoded`. Inexact base64 is taken literally. */
function decoded(value: string | null) {
  const text = value?.trim();
  const inBase64 = text?.match(/^=\?base64\?(.*)\?=$/)?.[1];
  const bytes = Buffer.from(inBase64 ?? "", "base64");
  return bytes.toString("base64") === inBase64 ? bytes.toString("utf8") : text;
}

function leavesOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [String(value)];
  return Object.values(value).flatMap(leavesOf);
}

function pick(headers: Headers, allowed: RegExp) {
  return Object.fromEntries([...headers].filter(([name]) => allowed.test(name)));
}
