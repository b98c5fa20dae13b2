// @ts-check
import { CallError } from "./call-error.mjs";

/** @typedef {import("../../json/pointer.mjs").Json} Json */
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
 * An HTTP call. `body` is a body that is I-JSON, read strictly. Any other body is named by its
 * SHA-256 (base64url) and its length. The proxy has to resolve dot segments before it forwards: a
 * path that contains one is refused here.
 * @typedef {object} HttpCall
 * @property {"http"} kind
 * @property {string} method in upper case
 * @property {string} host with the port if it isn't the default
 * @property {string} path without the query
 * @property {string} [query] exactly as sent, without the question mark
 * @property {string} [contentType] left out for JSON
 * @property {Json} [body]
 * @property {string} [bodySha256]
 * @property {number} [bodyBytes]
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
function describeHttp({ method, host, path, query, contentType, body, bodySha256, bodyBytes }) {
  if (typeof method !== "string" || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))
    throw new CallError("/method", "isn't an HTTP method");
  if (typeof host !== "string" || !/^[\w.:[\]-]+$/.test(host)) throw new CallError("/host", "isn't a host");
  if (typeof path !== "string" || !isPlainPath(path))
    throw new CallError(
      "/path",
      "isn't an absolute path in its plain form (no dot segments, empty segments or needless escapes)",
    );
  const content = { content_type: contentType, body, body_sha256: bodySha256, body_bytes: bodyBytes };
  return {
    name: `${method} ${host}${path}`,
    parts: ["http", method, host],
    arguments: present({ method, path, query, ...content }),
    named: ["method", "path"],
  };
}

// An escaped letter, digit, `-`, `.`, `_` or `~` (RFC 3986 section 6.2.2.2), or an escape that is none.
const needlessEscape = /%(?:2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e|(?![0-9a-f]{2}))/i;

/**
 * Whether upstream servers agree on what the path names, so that no other spelling of a path reaches
 * past a rule: no dot segments, no empty segments, no backslash, no needless escapes, no query and no
 * fragment.
 * @param {string} path
 */
function isPlainPath(path) {
  if (!/^\/[!-~]*$/.test(path) || /[?#\\]/.test(path) || needlessEscape.test(path)) return false;
  const decoded = path.replace(/%(?:2f|5c)/gi, "/");
  return !decoded.includes("//") && !decoded.split("/").some((one) => one === "." || one === "..");
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
