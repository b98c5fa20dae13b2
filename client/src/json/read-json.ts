import { Refusal } from "../refusal.ts";
import { copyJson, type Json } from "./copy-json.ts";
import { JsonFault, readStrictly } from "./read-strictly.ts";

/**
 * Reads JSON and refuses text that two parsers could understand differently (I-JSON, RFC 7493): a
 * duplicate member name, also one that differs only in case, a number that a double changes, a lone
 * surrogate. `JSON.parse` accepts all of these silently. Use this function for a body whose members
 * become an action.
 * @returns frozen
 * @throws {Refusal} `invalid_action`
 */
export function readJson(text: string): Json {
  try {
    return copyJson(readStrictly(text, { isFolding: true }), "");
  } catch (cause) {
    if (!(cause instanceof JsonFault)) throw cause;
    const place = `${cause.fault} at character ${cause.character}`;
    throw new Refusal("invalid_action", `Invalid JSON: ${place}.`, { cause });
  }
}
