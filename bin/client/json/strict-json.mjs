// @ts-check

import { isExactNumber } from "../../../lib/json/exact-number.mjs";
import { foldName } from "../../../lib/json/fold-name.mjs";
import { Fault } from "../fault.mjs";

/** @typedef {import("../fault.mjs").Json} Json */

/**
 * Reads JSON, and refuses text two parsers could understand differently (I-JSON, RFC 7493): a
 * duplicate member name, a number changed by a double, a lone surrogate. The server refuses the
 * same text; the client refuses before signing.
 * @param {string} text
 * @param {string} what for the message, such as "--params"
 * @returns {Json}
 */
export function parseStrictJson(text, what) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault("usage", `${what} isn't JSON`, { cause });
  }
  refuseAmbiguity(text, what);
  return value;
}

/**
 * Walks the tokens of a text already known to be JSON.
 * @param {string} text
 * @param {string} what
 */
function refuseAmbiguity(text, what) {
  /**
   * @type {(Set<string> | undefined)[]} names seen so far in each open object; undefined for an
   * array
   */
  const open = [];
  let nameNext = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*/g)) {
    const names = open.at(-1);
    if (token.startsWith('"')) {
      const string = JSON.parse(token);
      if (/\p{Cs}/u.test(string)) throw new Fault("usage", `${what} contains a lone surrogate`);
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
      throw new Fault(
        "usage",
        `${what} contains ${token}, which can't be represented exactly as a number. Send it as a string`,
      );
    }
  }
}

/**
 * Refuses member names of one object that differ only in case, as the server does for asks
 * (lib/json/parse.ts): many parsers, such as those of Go and .NET, read `Amount` as `amount`.
 * Receipts and grants from before the rule may contain such names.
 * @param {Json | undefined} value
 * @param {string} what for the message, such as "--params"
 * @returns {void}
 */
export function refuseCaseTwins(value, what) {
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
