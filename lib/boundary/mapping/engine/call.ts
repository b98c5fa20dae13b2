import type { Json, JsonObject } from "#client/json/pointer";
import { CallError } from "./call-error.ts";
import { requirePlainPath, requirePlainQuery } from "./http-target.ts";

export interface McpCall {
  kind: "mcp";
  /** The server's name in the boundary's settings. */
  server: string;
  tool: string;
  arguments?: JsonObject;
}

/** `body`: strict I-JSON, or text. Another body is named by SHA-256 (base64url) and length. */
export interface HttpCall {
  kind: "http";
  /** In upper case. */
  method: string;
  /** With the port if it isn't the default. */
  host: string;
  /** Without the query. */
  path: string;
  /** Exactly as sent, without the question mark. */
  query?: string;
  /** Left out for a usual one. */
  accept?: string;
  /** Left out for JSON in its plain spelling. */
  contentType?: string;
  body?: Json;
  bodySha256?: string;
  bodyBytes?: number;
  /** The edge sees no bodies: a client can change them. */
  bodySeen?: false;
}

/** A call of a client's built-in tool, such as `Bash` of Claude Code. */
interface ToolCall {
  kind: "tool";
  client: string;
  tool: string;
  input: Json;
  directory?: string;
}

export type Call = McpCall | HttpCall | ToolCall;

/** What a rule sees of a call. */
export interface Description {
  /** What a rule's glob is compared with. */
  name: string;
  /** The kind, and the names from which the default type is made. */
  parts: string[];
  /** What pointers point into. */
  arguments: JsonObject;
  /** Members of `arguments` that the name contains. */
  named: string[];
}

const longestName = 1000;

/** Calls that differ have a different name or different arguments. @throws {CallError} */
export function describeCall(call: Call): Description {
  const description = partsOf(call);
  const { name } = description;
  if (name.length > longestName) throw new CallError("", `the name has more than ${longestName} characters`);
  return description;
}

function partsOf(call: Call): Description {
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

function describeHttp(call: HttpCall): Description {
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

/** A server's or client's name. Without a slash, so that no two calls share `<server>/<tool>`. */
function owner(name: string, path: string) {
  if (typeof name === "string" && /^[A-Za-z0-9._-]{1,100}$/.test(name)) return name;
  throw new CallError(path, "isn't 1 to 100 letters, digits, dots, dashes and underscores");
}

function toolName(name: string) {
  if (typeof name === "string" && name !== "" && !/[\p{Cs}\0]/u.test(name)) return name;
  throw new CallError("/tool", "isn't the name of a tool");
}

function present(members: { [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
