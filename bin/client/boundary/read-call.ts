import type { Call } from "#lib/boundary/mapping/engine/call";
import { readObject } from "../agent/action.ts";
import { Fault } from "../fault.ts";
import { visible } from "../visible.ts";

/** The members of each kind of call in a file. */
const members = {
  mcp: ["server", "tool", "arguments"],
  http: ["method", "host", "path", "query", "accept", "content_type", "body", "body_sha256", "body_bytes"],
  tool: ["client", "tool", "input", "directory"],
};

/** Reads a call from JSON (docs/boundary.md). The mapping checks the values. `path` is for messages. */
export function readCall(text: string, path: string): Call {
  const { kind, ...call } = readObject(text, path);
  if (kind !== "mcp" && kind !== "http" && kind !== "tool")
    throw new Fault("usage", `${visible(path)}: kind must be mcp, http or tool`);
  const unknown = Object.keys(call).find((name) => !members[kind as "mcp"].includes(name));
  if (unknown !== undefined)
    throw new Fault("usage", `${visible(path)}: ${visible(unknown)} isn't a member of this kind of call`);
  const { content_type: contentType, body_sha256: bodySha256, body_bytes: bodyBytes, ...rest } = call;
  return kind === "http" ? { kind, ...rest, contentType, bodySha256, bodyBytes } : { kind, ...rest };
}
