import type { Json } from "#lib/canonical";
import { hiddenCharacter } from "#lib/line-of-text";
import { scimFault } from "./scim-fault.ts";

/** A JSON object whose names were made lower-case: SCIM compares them without regard to case (RFC 7643, section 2.1). */
export type Members = Map<string, Json>;

/**
 * The members of an object, by lower-case name.
 * @throws {CountersignError} `invalid_body` for anything else, or when two names differ by case only: two readers could take either
 */
export function membersOf(value: Json | undefined, what: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw scimFault("invalidSyntax", `${what} must be an object.`);
  }
  const members: Members = new Map();
  for (const [name, member] of Object.entries(value)) {
    const key = name.toLowerCase();
    if (members.has(key)) throw scimFault("invalidSyntax", `${what} has ${name} twice.`);
    members.set(key, member);
  }
  return members;
}

/**
 * A boolean: `true`, `false`, or the strings "True" and "False" that Entra sends. Nothing else is taken for either, so that nobody stays
 * active because some text counts as true.
 * @throws {CountersignError} `invalid_body`
 */
export function booleanOf(value: Json | undefined, attribute: string): boolean {
  if (value === true || value === "True") return true;
  if (value === false || value === "False") return false;
  throw scimFault("invalidValue", `${attribute} must be true or false.`);
}

/** A text with nothing hidden in it; undefined for null and the empty text, which both mean no value. @throws {CountersignError} `invalid_body` */
export function textOf(value: Json | undefined, attribute: string, maximumLength = 256): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "string") throw scimFault("invalidValue", `${attribute} must be a text.`);
  const text = value.trim();
  if (text.length > maximumLength)
    throw scimFault("invalidValue", `${attribute} must have at most ${maximumLength} characters.`);
  const hidden = hiddenCharacter(text);
  if (hidden !== undefined)
    throw scimFault("invalidValue", `${attribute} must not contain the hidden character ${hidden}.`);
  return text === "" ? undefined : text;
}
