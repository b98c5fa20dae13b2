// @ts-check
import { createHash } from "node:crypto";

// The alphabet of ids (lib/ids.ts): lower case, no i, l, o, u.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const hashLength = 10;
const hashSegment = new RegExp(`\\.[${alphabet}]{${hashLength}}$`);
const segment = /^[a-z0-9][a-z0-9_-]*$/;
/** The longest action type that the server accepts. */
const longestType = 100;
const longestPart = 41;

/**
 * The action type of a call that no rule maps: `mcp.<server>.<tool>`, `http.<method>.<host>` or
 * `tool.<client>.<name>`. Where a name had to change to fit the form of a type, a hash of the
 * original names follows, and also where the last segment only looks like such a hash. Two tools
 * therefore never share a type.
 * @param {string[]} parts the kind, and the names
 * @returns {string}
 */
export function defaultType([kind = "", ...names]) {
  const plain = [kind, ...names.map((name, at) => (kind === "http" && at === 0 ? lowerCased(name) : name))];
  const type = plain.join(".");
  const isKept = plain.every((name, at) => isPlain(name, kind === "http" && at === 2));
  if (isKept && type.length <= longestType && !hashSegment.test(type)) return type;
  return [kind, ...names.map(fitted), hashOf([kind, ...names])].join(".");
}

/**
 * An HTTP method in lower case. Methods are case-sensitive, so that only upper case is read without
 * loss.
 * @param {string} method
 */
function lowerCased(method) {
  return method === method.toUpperCase() ? method.toLowerCase() : method;
}

/** @param {string} name @param {boolean} isHost a host may have dots */
function isPlain(name, isHost) {
  return isHost ? name.split(".").every((label) => segment.test(label)) : segment.test(name);
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
