// @ts-check
import { createHash } from "node:crypto";
import { longestActionType } from "../../text/action-type.mjs";

// The alphabet of ids (lib/ids.ts): lower case, no i, l, o, u.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
// 125 bits: an author of tools, who chooses both names, can't find two with the same hash.
const hashLength = 25;
const hashSegment = new RegExp(`\\.[${alphabet}]{${hashLength}}$`);
const word = /^[a-z0-9][a-z0-9_-]*$/;
const host = /^[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*$/;
// Methods are case-sensitive, so that only upper case becomes lower case without loss.
const method = /^[A-Z0-9][A-Z0-9_-]*$/;
// Two parts, the longest kind (authzen), the hash and the dots are an action type of 100 characters.
const longestPart = 32;

/**
 * The action type of a call that no rule maps: `mcp.<server>.<tool>`, `http.<method>.<host>` or
 * `tool.<client>.<name>`. Where a name had to change to fit the form of a type, a hash of the
 * original names follows, and also where the end of a host only looks like such a hash. Other kinds
 * have three segments without a hash, and four with it. Two tools therefore never share a type.
 * @param {string[]} parts the kind, and the names
 * @returns {string}
 */
export function defaultType([kind = "", first = "", second = ""]) {
  const isHttp = kind === "http";
  const type = [kind, isHttp ? first.toLowerCase() : first, second].join(".");
  const isKept = isHttp ? method.test(first) && host.test(second) : word.test(first) && word.test(second);
  const isAmbiguous = isHttp && hashSegment.test(type);
  if (isKept && type.length <= longestActionType && !isAmbiguous) return type;
  return [kind, fitted(first), fitted(second), hashOf([kind, first, second])].join(".");
}

/** @param {string} name */
function fitted(name) {
  const cut = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "_")
    .slice(0, longestPart);
  return /^[a-z0-9]/.test(cut) ? cut : `x${cut}`.slice(0, longestPart);
}

/** @param {string[]} names */
function hashOf(names) {
  const bytes = createHash("sha256").update(JSON.stringify(names)).digest();
  return Array.from(bytes.subarray(0, hashLength), (byte) => alphabet[byte % 32]).join("");
}
