// @ts-check
import { isExactNumber } from "./exact-number.mjs";
import { Fault } from "./fault.mjs";

/** @typedef {import("./fault.mjs").Json} Json */

/**
 * Reads JSON, and refuses what two readers could understand differently (I-JSON, RFC 7493): a member named twice, a
 * number that a double would change, a lone surrogate. The server refuses the same; here it is caught before anything is signed.
 * @param {string} text
 * @param {string} what for the message, such as "--params"
 * @returns {Json}
 */
export function parseStrictJson(text, what) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault("usage", `${what} is not JSON`, { cause });
  }
  refuseAmbiguity(text, what);
  return value;
}

/** Walks the tokens of a text that is known to be JSON. @param {string} text @param {string} what */
function refuseAmbiguity(text, what) {
  /** @type {(Set<string> | undefined)[]} names seen so far in each open object; undefined for an array */
  const open = [];
  let nameNext = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*/g)) {
    const names = open.at(-1);
    if (token.startsWith('"')) {
      const string = JSON.parse(token);
      if (/\p{Cs}/u.test(string)) throw new Fault("usage", `${what} holds a lone surrogate`);
      if (nameNext && string === "__proto__") throw new Fault("usage", `${what} names a member __proto__`);
      if (nameNext && names?.has(string)) throw new Fault("usage", `${what} names ${token} twice`);
      if (nameNext) names?.add(string);
      nameNext = false;
    } else if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : undefined);
      nameNext = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
      nameNext = false;
    } else if (token === ",") {
      nameNext = names !== undefined;
    } else if (token !== ":" && !isExactNumber(token)) {
      throw new Fault("usage", `${what} holds ${token}, which a double would change: send it as a string`);
    }
  }
}
