// @ts-check
import { CallError } from "./call-error.mjs";
import { requirePlainPath, requirePlainQuery } from "./http-target.mjs";

/** @typedef {import("../../../json/pointer.mjs").Json} Json */
/** @typedef {{[name: string]: Json}} JsonObject */

/**
 * A call of a tool of an MCP server.
 * @typedef {object} McpCall
 * @property {"mcp"} kind
 * @property {string} server the server's name in the boundary's settings
 * @property {string} tool
 * @property {JsonObject} [arguments]
 */

/**
 * An HTTP call, as http-call.mjs describes it. `body` is a body that is I-JSON, read strictly, or
 * text. Any other body is named by its SHA-256 (base64url) and its length.
 * @typedef {object} HttpCall
 * @property {"http"} kind
 * @property {string} method in upper case
 * @property {string} host with the port if it isn't the default
 * @property {string} path without the query
 * @property {string} [query] exactly as sent, without the question mark
 * @property {string} [accept] left out if it is a usual one
 * @property {string} [contentType] left out for JSON in its plain spelling
 * @property {Json} [body]
 * @property {string} [bodySha256]
 * @property {number} [bodyBytes]
 * @property {false} [bodySeen] the edge gets no bodies, so that a client can change this one
 */

/**
 * A call of a tool that is built into a client, such as `Bash` of Claude Code.
 * @typedef {object} ToolCall
 * @property {"tool"} kind
 * @property {string} client
 * @property {string} tool
 * @property {Json} input
 * @property {string} [directory] the working directory of the call
 */

/** @typedef {McpCall | HttpCall | ToolCall} Call */

/**
 * What a rule sees of a call.
 * @typedef {object} Description
 * @property {string} name what a rule's glob is compared with
 * @property {string[]} parts the kind, and the names from which the default type is made
 * @property {JsonObject} arguments what pointers point into
 * @property {string[]} named members of `arguments` that the name contains
 */

const longestName = 1000;

/**
 * The name and the arguments of a call. Calls that differ have a different name or different
 * arguments.
 * @param {Call} call
 * @returns {Description}
 * @throws {CallError}
 */
export function describeCall(call) {
  const description = partsOf(call);
  const { name } = description;
  if (name.length > longestName) throw new CallError("", `the name has more than ${longestName} characters`);
  return description;
}

/** @param {Call} call @returns {Description} */
function partsOf(call) {
  if (call.kind === "mcp") {
    const name = `${owner(call.server, "/server")}/${toolName(call.tool)}`;
    const given = call.arguments ?? {};
    if (typeof given !== "object" || Array.isArray(given))
      throw new CallError("/arguments", "isn't a JSON object");
    return { name, parts: ["mcp", call.server, call.tool], arguments: given, named: [] };
  }
  if (call.kind === "tool") {
    const name = `${owner(call.client, "/client")}/${toolName(call.tool)}`;
    const { input, directory } = call;
    const parts = ["tool", call.client, call.tool];
    return { name, parts, arguments: present({ input, directory }), named: [] };
  }
  return describeHttp(call);
}

/** @param {HttpCall} call @returns {Description} */
function describeHttp(call) {
  const { method, host, path, query, accept, contentType, body, bodySha256, bodyBytes, bodySeen } = call;
  if (typeof method !== "string" || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))
    throw new CallError("/method", "isn't an HTTP method");
  if (typeof host !== "string" || !/^[\w.:[\]-]+$/.test(host)) throw new CallError("/host", "isn't a host");
  requirePlainPath(path);
  if (query !== undefined) requirePlainQuery(query);
  const content = { content_type: contentType, body, body_sha256: bodySha256, body_bytes: bodyBytes };
  return {
    name: `${method} ${host}${path}`,
    parts: ["http", method, host],
    arguments: present({ method, path, query, accept, ...content, body_seen: bodySeen }),
    named: ["method", "path"],
  };
}

/**
 * The name of a server or client. Without a slash, so that no two calls share the name
 * `<server>/<tool>`.
 * @param {string} name
 * @param {string} path
 */
function owner(name, path) {
  if (typeof name === "string" && /^[A-Za-z0-9._-]{1,100}$/.test(name)) return name;
  throw new CallError(path, "isn't 1 to 100 letters, digits, dots, dashes and underscores");
}

/** @param {string} name */
function toolName(name) {
  if (typeof name === "string" && name !== "" && !/[\p{Cs}\0]/u.test(name)) return name;
  throw new CallError("/tool", "isn't the name of a tool");
}

/** @param {{[name: string]: Json | undefined}} members @returns {JsonObject} */
function present(members) {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
