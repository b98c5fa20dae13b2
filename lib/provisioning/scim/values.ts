import type { Json } from "#lib/json/canonical";
import { hiddenCharacter, withoutHidden } from "#lib/text/single-line";
import { scimFault } from "./scim-fault.ts";

/** A JSON object with lower-case names: SCIM ignores case (RFC 7643, section 2.1). */
export type Members = Map<string, Json>;

/** Reads members by lower-case name. @throws `invalid_body` if two names differ by case only */
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
 * A boolean: `true`, `false`, or the strings "True" and "False" from Entra. Refuses every other
 * value, so that no person stays active because a text counts as true.
 * @throws {CountersignError} `invalid_body`
 */
export function booleanOf(value: Json | undefined, attribute: string): boolean {
  if (value === true || value === "True") return true;
  if (value === false || value === "False") return false;
  throw scimFault("invalidValue", `${attribute} must be true or false.`);
}

/**
 * A descriptive text, without hidden characters: a soft hyphen in a person's title must not keep a
 * leaver active. Undefined for null and for an empty text, which both mean no value.
 * @throws {CountersignError} `invalid_body`
 */
export function descriptionOf(
  value: Json | undefined,
  attribute: string,
  maximumLength?: number,
): string | undefined {
  return shortText(withoutHidden(textOf(value, attribute)), attribute, maximumLength);
}

/**
 * An identifier of people or groups, without hidden characters: two identifiers could look the same
 * and differ. Undefined as in {@link descriptionOf}.
 * @param before the current value, which may be sent again with any content
 * @throws {CountersignError} `invalid_body`
 */
export function identifierOf(
  value: Json | undefined,
  attribute: string,
  { before, maximumLength }: { before?: string | undefined; maximumLength?: number },
): string | undefined {
  const text = textOf(value, attribute).trim();
  const hidden = text === before ? undefined : hiddenCharacter(text);
  if (hidden !== undefined)
    throw scimFault("invalidValue", `${attribute} must not contain the hidden character ${hidden}.`);
  return shortText(text, attribute, maximumLength);
}

function textOf(value: Json | undefined, attribute: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") throw scimFault("invalidValue", `${attribute} must be text.`);
  return value;
}

function shortText(text: string, attribute: string, maximumLength = 256): string | undefined {
  if (text.length > maximumLength)
    throw scimFault("invalidValue", `${attribute} must have at most ${maximumLength} characters.`);
  return text === "" ? undefined : text;
}
