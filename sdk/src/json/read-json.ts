import { Refusal } from "../refusal.ts";
import type { Json } from "./copy-json.ts";
import { copyJson } from "./copy-json.ts";
import { isExactNumber } from "./exact-number.ts";

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*/g;

/**
 * Reads JSON and refuses text that two parsers could understand differently (I-JSON, RFC 7493): a
 * duplicate member name, a number that a double changes, a lone surrogate. `JSON.parse` accepts all
 * of these silently. Use this function for a body whose members become an action.
 * @returns frozen
 * @throws {Refusal} `invalid_action`
 */
export function readJson(text: string): Json {
  const value = parse(text);
  refuseAmbiguity(text);
  return copyJson(value, "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal("invalid_action", "Invalid JSON.", { cause });
  }
}

/** Walks the tokens of a text already known to be JSON. */
function refuseAmbiguity(text: string) {
  /** Names seen in each open object, undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (const [found] of text.matchAll(token)) {
    const names = open.at(-1);
    if (found.startsWith('"')) {
      const string = isName ? JSON.parse(found) : "";
      if (isName && names?.has(string)) throw ambiguous(`the name ${found} occurs twice in one object`);
      if (isName) names?.add(string);
      isName = false;
    } else if (found === "{" || found === "[") {
      open.push(found === "{" ? new Set() : undefined);
      isName = found === "{";
    } else if (found === "}" || found === "]") {
      open.pop();
      isName = false;
    } else if (found === ",") {
      isName = names !== undefined;
    } else if (found !== ":" && !isExactNumber(found)) {
      throw ambiguous(`${found} can't be read exactly. Send it as a string`);
    }
  }
}

function ambiguous(why: string) {
  return new Refusal("invalid_action", `Invalid JSON: ${why}.`);
}
