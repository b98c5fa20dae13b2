import { foldName } from "#client/json/pointer";
import { JsonFault, readStrictly } from "#client/json/read-strictly";
import type { Untyped } from "#client/json/untyped";
import { Fault, type Json } from "./fault.ts";

/** Deeper than any expected text, and shallow enough for every stack. */
const mostLevels = 500;

/** Reads I-JSON (RFC 7493) as strictly as the server, before signing. `what` is for the message. */
export function parseStrictJson(text: string, what: string): Json {
  try {
    return readStrictly(text, { mostLevels });
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new Fault(
      "usage",
      `${what} isn't JSON that can be read: ${error.fault} at character ${error.character}`,
    );
  }
}

/**
 * Refuses names that differ only in case, as the server does (lib/json/parse.ts): many parsers,
 * such as those of Go and .NET, read `Amount` as `amount`.
 */
export function refuseCaseTwins(value: Json | undefined, what: string): void {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) {
    const seen = new Set();
    for (const name of Object.keys(value)) {
      const folded = foldName(name);
      if (seen.has(folded))
        throw new Fault("usage", `${what} names ${JSON.stringify(name)} twice, different only in case`);
      seen.add(folded);
    }
  }
  for (const member of Object.values(value)) refuseCaseTwins(member, what);
}

/** Reads a JSON object of another program, as that program does; undefined for any other text. */
export function parseJson(text: string): Untyped {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a file as its own program does, because the file need not be I-JSON. `path` is for the message. */
export function parseFile(text: string, path: string): Untyped {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("usage", `${path} isn't JSON`, { cause });
  }
}
