import { createHash } from "node:crypto";
import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import { MappingError } from "#lib/boundary/mapping/engine/mapping-error";
import { type Mapping, readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import type { Tool } from "#lib/boundary/registry/hash-tool";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readText } from "../read-text.ts";
import { parseStrictJson } from "../strict-json.ts";
import { visible } from "../visible.ts";

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

/**
 * The tools in a file: an array, the result of `tools/list`, or the whole response. A server's list
 * isn't I-JSON in every case, so it is read as its clients read it.
 * @param path for messages
 */
export function readToolList(text: string, path: string): Tool[] {
  const value = parse(text, path);
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

function parse(text: string, path: string): Untyped {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("usage", `${visible(path)} isn't JSON`, { cause });
  }
}
