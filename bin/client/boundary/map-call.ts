import { createHash } from "node:crypto";
import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import { actionOf, type Mapped } from "#lib/boundary/mapping/engine/action-of";
import type { Call } from "#lib/boundary/mapping/engine/call";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { MappingError } from "#lib/boundary/mapping/engine/mapping-error";
import { type Mapping, readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { isDefaultType, type Rule } from "#lib/boundary/mapping/engine/read-rule";
import type { Tool } from "#lib/boundary/registry/hash-tool";
import { addedNames } from "#lib/text/action-type";
import { readObject } from "../agent/action.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readText } from "../read-text.ts";
import { parseFile, parseStrictJson } from "../strict-json.ts";
import { visible } from "../visible.ts";

/** The action of a call, or the error of a refused call. */
export function mapCall(mapping: Mapping, call: Call): Mapped {
  try {
    return actionOf(mapping, call);
  } catch (cause) {
    if (!(cause instanceof CallError)) throw cause;
    throw new Fault("rejected", `a boundary refuses this call: ${visible(cause.message)}`, { cause });
  }
}

/** The rule that made the action, and the parameters that the rule adds. */
export function describeMapped({ rules }: Mapping, { action, rule, failure }: Mapped): string {
  if (rule !== undefined) return `/rules/${rule} applies.${addedWords(rules[rule], action)}`;
  if (!failure)
    return "No rule matches. The call gets its default type and is never auto-approved without a rule for it.";
  return `/rules/${failure.rule} matches, but not these arguments (${visible(failure.reason)}). The call is treated as one without a rule.`;
}

function addedWords(rule: Rule | undefined, { type, params }: Mapped["action"]) {
  const added = isDefaultType(type) ? [] : addedNames.filter((name) => Object.hasOwn(params, name));
  if (added.length === 0) return "";
  const start = rule?.fixesAudience ? "The" : "Without a fixed audience, the";
  return ` ${start} parameters include ${added.join(" and ")}. The schema of ${type} has to allow ${added.length > 1 ? "them" : "it"}.`;
}

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

/** The mapping in a file, or in standard input for "-", and base64url(SHA-256(canonical JSON)). */
export async function readMappingFile(path: string, io: Io): Promise<{ mapping: Mapping; digest: string }> {
  const value = parseStrictJson(await readText(path, io), path);
  try {
    const digest = createHash("sha256").update(canonicalJson(value)).digest("base64url");
    return { mapping: readMapping(value), digest };
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw new Fault("usage", `${visible(path)}: ${visible(cause.message)}`, { cause });
  }
}

/** The tools in a file. Read like clients do, because a server's list need not be I-JSON. */
export function readToolList(text: string, path: string): Tool[] {
  const value = parseFile(text, visible(path));
  const tools = value?.result?.tools ?? value?.tools ?? value;
  if (!Array.isArray(tools)) throw new Fault("usage", `${visible(path)} contains no list of tools`);
  return requireNamed(tools, path);
}

/** @param source for messages */
export function requireNamed(tools: Untyped[], source: string): Tool[] {
  for (const [at, tool] of tools.entries()) {
    if (typeof tool?.name !== "string" || tool.name === "")
      throw new Fault("usage", `${visible(source)}: tool ${at} has no name`);
  }
  return tools;
}
