// @ts-check

/** @typedef {null | boolean | number | string | Json[] | {[name: string]: Json}} Json */

/**
 * The tokens of a JSON Pointer (RFC 6901), or undefined if the text isn't a pointer.
 * @param {string} text
 * @returns {string[] | undefined}
 */
export function readPointer(text) {
  if (!text.startsWith("/") || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * A JSON Pointer (RFC 6901) one step further.
 * @param {string} path
 * @param {string} step
 * @returns {string}
 */
export function pointer(path, step) {
  return `${path}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * The value at a pointer, or undefined. Own members only.
 * @param {Json} value
 * @param {readonly string[]} tokens
 * @returns {Json | undefined}
 */
export function valueAt(value, tokens) {
  /** @type {Json | undefined} */
  let found = value;
  for (const token of tokens) {
    if (typeof found !== "object" || found === null) return undefined;
    if (Array.isArray(found) && !/^(?:0|[1-9]\d{0,9})$/.test(token)) return undefined;
    if (!Object.hasOwn(found, token)) return undefined;
    found = /** @type {{[name: string]: Json}} */ (found)[token];
  }
  return found;
}

/**
 * Whether every leaf of a value is at or below one of the pointers. An empty object or array is a
 * leaf.
 * @param {Json} value
 * @param {readonly (readonly string[])[]} pointers
 * @returns {boolean}
 */
export function isCovered(value, pointers) {
  if (pointers.some(({ length }) => length === 0)) return true;
  if (typeof value !== "object" || value === null) return false;
  const members = Object.entries(value);
  return members.length > 0 && members.every(([name, member]) => isCovered(member, below(pointers, name)));
}

/** The pointers that lead through a member, from there. @param {readonly (readonly string[])[]} pointers @param {string} name */
function below(pointers, name) {
  return pointers.filter(([first]) => first === name).map((tokens) => tokens.slice(1));
}
