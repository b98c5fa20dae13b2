// @ts-check
import { MappingError } from "./mapping-error.mjs";

/**
 * The members of an object that has no others.
 * @template {string} Name
 * @param {unknown} value
 * @param {string} path
 * @param {readonly Name[]} names
 * @returns {{[name in Name]?: unknown}}
 */
export function readMembers(value, path, names) {
  for (const [name, place] of requireEntries(value, path)) {
    if (!names.some((known) => known === name))
      throw new MappingError(place, `is unknown. Known: ${names.join(", ")}`);
  }
  return /** @type {{[name in Name]?: unknown}} */ (value);
}

/**
 * The members of an object, each with its JSON Pointer.
 * @param {unknown} value
 * @param {string} path
 * @returns {[name: string, path: string, value: unknown][]}
 */
export function requireEntries(value, path) {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new MappingError(path, "must be an object");
  return Object.entries(value).map(([name, member]) => {
    const place = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (name === "__proto__") throw new MappingError(place, "isn't accepted as a name");
    return [name, place, member];
  });
}

/**
 * @template {string} Value
 * @param {unknown} value
 * @param {string} path
 * @param {readonly Value[]} values
 * @returns {Value}
 */
export function requireOneOf(value, path, values) {
  const found = values.find((known) => known === value);
  if (found === undefined) throw new MappingError(path, `must be one of ${values.join(", ")}`);
  return found;
}

/**
 * A text that the server accepts: 1 to `longest` characters, without U+0000 and lone surrogates.
 * @param {unknown} value
 * @param {string} path
 * @param {number} longest
 * @returns {string}
 */
export function requireText(value, path, longest) {
  if (isText(value, longest)) return value;
  throw new MappingError(path, `must be a text of 1 to ${longest} characters`);
}

/** @param {unknown} value @param {number} longest @returns {value is string} */
export function isText(value, longest) {
  return typeof value === "string" && value !== "" && value.length <= longest && !/[\p{Cs}\0]/u.test(value);
}
