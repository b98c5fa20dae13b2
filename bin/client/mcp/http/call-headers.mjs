// @ts-check

/** @typedef {import("../call/message.mjs").Message} Message */

const requestHeaders =
  /^(accept|content-type|last-event-id|mcp-(protocol-version|session-id|method|name|param-.*)|traceparent|tracestate)$/;
const responseHeaders = /^(content-type|mcp-.*|cache-control|retry-after|allow|x-accel-buffering)$/;

/**
 * The headers that pass to the MCP server. The client's own credentials and cookies never do.
 * @param {Headers} headers
 * @returns {Record<string, string>}
 */
export function toServerHeaders(headers) {
  return pick(headers, requestHeaders);
}

/**
 * The headers that pass to the client. The server's cookies and challenges never do.
 * @param {Headers} headers
 * @returns {Record<string, string>}
 */
export function toClientHeaders(headers) {
  return pick(headers, responseHeaders);
}

/**
 * Whether headers of a call say something else than the call itself. A server or a router that
 * believed the headers would run another call than the approved one.
 * @param {Headers} headers
 * @param {Message} message a `tools/call`
 * @returns {string | undefined} the name of the header
 */
export function contradictingHeader(headers, { method, params }) {
  const named = decoded(headers.get("mcp-name") ?? undefined);
  if (named !== undefined && named !== params.name) return "Mcp-Name";
  const stated = headers.get("mcp-method");
  if (stated !== null && stated.trim() !== method) return "Mcp-Method";
  const leaves = new Set(leavesOf(params.arguments));
  for (const [name, value] of headers)
    if (name.startsWith("mcp-param-") && !leaves.has(decoded(value) ?? "")) return name;
  return undefined;
}

/** A header value, which may be in base64 (SEP-2243). @param {string} [value] */
function decoded(value) {
  const encoded = value?.trim().match(/^=\?base64\?([A-Za-z0-9+/=]*)\?=$/)?.[1];
  return encoded === undefined ? value?.trim() : Buffer.from(encoded, "base64").toString("utf8");
}

/** @param {unknown} value @returns {string[]} */
function leavesOf(value) {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [String(value)];
  return Object.values(value).flatMap(leavesOf);
}

/** @param {Headers} headers @param {RegExp} allowed */
function pick(headers, allowed) {
  return Object.fromEntries([...headers].filter(([name]) => allowed.test(name)));
}
