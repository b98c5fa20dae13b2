export type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined };

/**
 * The canonical text of a JSON value: RFC 8785 (JSON Canonicalization Scheme). Members are sorted
 * by UTF-16 code units, like JavaScript string comparison; numbers and strings are written as
 * ECMAScript writes them. Members with the value undefined are left out. Without dependencies, for
 * the server, the client and the boundaries; a test compares it with the package `canonicalize`.
 * @throws {TypeError} if the value isn't JSON
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return canonicalString(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (typeof value !== "object") throw new TypeError("this value has no JSON form");
  if (Array.isArray(value)) return canonicalArray(value);
  // A date, a map or bytes would be written as an object without members.
  if (Object.prototype.toString.call(value) !== "[object Object]")
    throw new TypeError("this object has no JSON form");
  return canonicalObject(value);
}

function canonicalArray(elements: readonly unknown[]): string {
  let text = "";
  // By position: a hole of the array is an element without a JSON form.
  for (let index = 0; index < elements.length; index++)
    text += `${index === 0 ? "" : ","}${canonicalJson(elements[index])}`;
  return `[${text}]`;
}

function canonicalObject(members: object): string {
  let text = "";
  for (const name of Object.keys(members).sort()) {
    const value = (members as Record<string, unknown>)[name];
    if (value === undefined) continue;
    text += `${text === "" ? "" : ","}${canonicalString(name)}:${canonicalJson(value)}`;
  }
  return `{${text}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError("NaN and Infinity aren't JSON (RFC 8785 section 3.2.2.3)");
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError("a lone surrogate isn't text (RFC 8785 section 3.2.2.2)");
  return JSON.stringify(value);
}
