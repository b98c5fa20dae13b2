import { canonicalJson, type Json } from "#lib/json/canonical";
import { parseIJson } from "#lib/json/parse";
import { digestOfText } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { MappingError } from "../engine/mapping-error.ts";
import { readMapping } from "../engine/read-mapping.ts";

/** The document of a version that ends the mapping: the boundary uses its own file. */
export const noMapping = "null";

/** The most bytes of a mapping as canonical JSON: an admin reads the whole in one dialog. */
export const mostMappingBytes = 64 * 1024;

/** A rule as it is written in a mapping (docs/boundary.md). */
export interface WrittenRule {
  tool: string;
  type: string;
  resource?: string;
  audience?: string;
  params?: Record<string, Json>;
}

export interface MappingDocument {
  /** Canonical JSON. */
  text: string;
  /** base64url(SHA-256(text)). */
  digest: string;
  rules: WrittenRule[];
}

/**
 * Reads a mapping that a person wrote, without the boundary's own settings.
 * @throws {CountersignError} `invalid_input`, with the JSON Pointer to the error
 */
export function readDocument(written: string): MappingDocument {
  const value = parse(written);
  try {
    readMapping(value);
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw fault(cause.message, cause);
  }
  const { rules = [], ...file } = value as { rules?: Json } & object as { rules?: WrittenRule[] };
  refuseSettings(file);
  const text = canonicalJson({ version: 1, rules });
  if (Buffer.byteLength(text) > mostMappingBytes)
    throw fault(`is larger than ${mostMappingBytes / 1024} KiB. Use rules with * for several tools`);
  return { text, digest: digestOfText(text), rules };
}

/** One error for every setting: a pasted file takes one correction. */
function refuseSettings(file: object): void {
  const names = ["held_tools", "tools"].filter((name) => name in file);
  if (names.length === 2)
    throw fault("/held_tools and /tools are settings of the boundary, not of its mapping. Remove them.");
  if (names.length === 1)
    throw fault(`/${names[0]} is a setting of the boundary, not of its mapping. Remove it.`);
}

/** A stored mapping, which was read before. {@link noMapping} has no rules. */
export function storedDocument(text: string): MappingDocument {
  const stored = JSON.parse(text) as { rules: WrittenRule[] } | null;
  return { text, digest: digestOfText(text), rules: stored?.rules ?? [] };
}

function parse(written: string): Json {
  try {
    return parseIJson(new TextEncoder().encode(written));
  } catch (cause) {
    if (!(cause instanceof CountersignError) || cause.code !== "invalid_json") throw cause;
    const { fault: what, character } = cause.details ?? {};
    throw fault(`has a JSON error at character ${character} (${what})`, cause);
  }
}

function fault(message: string, cause?: unknown): CountersignError {
  const text = message.startsWith("/") ? message : `The mapping ${message}`;
  return new CountersignError("invalid_input", `invalid mapping: ${message}`, { userMessage: text, cause });
}
