export type JsonObject = { [name: string]: Json };
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Whether a value of parsed JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The tokens of a JSON Pointer (RFC 6901), or undefined if the text isn't a pointer. */
export function readPointer(text: string): string[] | undefined {
  if (!text.startsWith("/") || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON Pointer (RFC 6901), a step further. */
export function pointer(path: string, step: string): string {
  return `${path}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The value at a pointer, or undefined. Own members only. */
export function valueAt(value: Json, tokens: readonly string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const token of tokens) {
    if (typeof found !== "object" || found === null) return undefined;
    if (Array.isArray(found) && !/^(?:0|[1-9]\d{0,9})$/.test(token)) return undefined;
    if (!Object.hasOwn(found, token)) return undefined;
    found = (found as { [name: string]: Json })[token];
  }
  return found;
}

/** Whether every leaf is at or below a pointer. An empty object or array is a leaf. */
export function isCovered(value: Json, pointers: readonly (readonly string[])[]): boolean {
  if (pointers.some(({ length }) => length === 0)) return true;
  if (typeof value !== "object" || value === null) return false;
  const members = Object.entries(value);
  return members.length > 0 && members.every(([name, member]) => isCovered(member, below(pointers, name)));
}

/** The pointers through a member, from there. */
function below(pointers: readonly (readonly string[])[], name: string) {
  return pointers.filter(([first]) => first === name).map((tokens) => tokens.slice(1));
}

/** A name without case. Lower, then upper case is Unicode's full folding: `ſ` is `S`, `ß` is `SS`. */
export function foldName(name: string): string {
  return name.toLowerCase().toUpperCase();
}
