import { decodeUtf8, JsonFault, readStrictly } from "#client/json/read-strictly";
import type { Json } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";

/**
 * Reads I-JSON (RFC 7493) by {@link readStrictly}, without a byte order mark, 16 levels at most.
 * @throws {CountersignError} `invalid_json`, with `details.fault` and `details.character`.
 */
export function parseIJson(bytes: Uint8Array): Json {
  return parse(bytes, false);
}

/**
 * {@link parseIJson} for an agent's action: also refuses member names that differ only in case. Go
 * and .NET, for example, read `Amount` as `amount`, so a tool could run a different action than the
 * approved one.
 */
export function parseAsk(bytes: Uint8Array): Json {
  return parse(bytes, true);
}

function parse(bytes: Uint8Array, isFolding: boolean): Json {
  const text = decodeUtf8(bytes);
  if (text === undefined)
    throw new CountersignError("invalid_json", "the body is not UTF-8", {
      userMessage: "The body isn't valid UTF-8.",
    });
  try {
    return readStrictly(text, { isFolding });
  } catch (error) {
    throw error instanceof JsonFault ? invalidJson(error) : error;
  }
}

function invalidJson({ fault, character }: JsonFault): CountersignError {
  const place = fault === "the text is empty" ? fault : `${fault} at character ${character}`;
  return new CountersignError("invalid_json", place, {
    userMessage: `Invalid JSON: ${place}.`,
    details: { fault, character },
  });
}
