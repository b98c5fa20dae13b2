import { foldName, type Json, pointer } from "#client/json/pointer";
import { CallError } from "./call-error.ts";

/** The levels of an ask (lib/json/parse.ts) without the body and the action around the params. */
const deepestParams = 14;

/** Refuses values that the server refuses in an ask (lib/json/parse.ts). @throws {CallError} */
export function requireAskable(value: Json, path: string = "", levels: number = deepestParams) {
  if (typeof value === "string") return requireText(value, path);
  if (typeof value === "number") return requireNumber(value, path);
  if (value === null || typeof value === "boolean") return;
  if (typeof value !== "object") throw new CallError(path, "isn't JSON");
  if (levels === 0) throw new CallError(path, `is nested deeper than ${deepestParams} levels`);
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) requireAskable(element, `${path}/${index}`, levels - 1);
    return;
  }
  const seen = new Set();
  for (const name of Object.keys(value)) {
    requireText(name, path);
    const folded = foldName(name);
    if (name === "__proto__") throw new CallError(path, "has a member __proto__");
    if (seen.has(folded))
      throw new CallError(path, `names ${JSON.stringify(name)} twice, different only in case`);
    seen.add(folded);
    requireAskable(value[name] as Json, pointer(path, name), levels - 1);
  }
}

function requireText(text: string, path: string) {
  if (/\p{Cs}/u.test(text)) throw new CallError(path, "contains a lone surrogate");
  if (text.includes("\0")) throw new CallError(path, "contains the character U+0000");
}

function requireNumber(value: number, path: string) {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    throw new CallError(path, "is a number that can't be represented exactly. Send it as a string");
}
