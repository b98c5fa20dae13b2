import { groupUrn, scimFault, userUrn } from "./scim-fault.ts";

/** `attribute eq value`. The attribute in lower case, without URN and value filter: `emails.value`. */
export interface Comparison {
  attribute: string;
  value: string | boolean;
}

const coreUrn = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/;
const maximumComparisons = 5;

/**
 * Reads the filters directories send (RFC 7644, section 3.4.2.2): `eq`, and several joined by
 * `and`, which must all match. The type in a path's value filter, as in `emails[type eq
 * "work"].value`, is read and ignored: a person has one email here.
 * @throws {CountersignError} `invalid_body` with `scimType` `invalidFilter` for any other filter:
 * an answer to half a filter would be wrong
 */
export function parseFilter(text: string): Comparison[] {
  const found: Comparison[] = [];
  let rest = text.trim();
  do {
    const { comparison, after } = readComparison(rest);
    found.push(comparison);
    if (after === "") return found;
    const and = /^\s+and\s+/i.exec(after);
    if (!and) break;
    rest = after.slice(and[0].length);
  } while (found.length < maximumComparisons);
  throw unreadable();
}

function readComparison(text: string): { comparison: Comparison; after: string } {
  const match =
    /^(urn:[\w.:-]+:[a-z$][\w$.-]*|[a-z$][\w$.-]*)(\[type eq "[^"\\]*"\])?(\.[a-z$][\w$-]*)?\s+eq\s+("(?:[^"\\]|\\.)*"|true\b|false\b)/i.exec(
      text,
    );
  if (!match) throw unreadable();
  const [whole, name = "", , sub = "", literal = ""] = match;
  const attribute = (name + sub).toLowerCase().replace(coreUrn, "");
  return { comparison: { attribute, value: readLiteral(literal) }, after: text.slice(whole.length) };
}

function readLiteral(literal: string): string | boolean {
  if (!literal.startsWith('"')) return literal.toLowerCase() === "true";
  try {
    return String(JSON.parse(literal));
  } catch (cause) {
    throw scimFault("invalidFilter", "A value in the filter can't be read.", cause);
  }
}

function unreadable() {
  return scimFault("invalidFilter", "Filters must use attribute eq value, joined by and.");
}

/** The target of an operation or a member (RFC 7644, figure 7). Names are lower-case. */
export interface AttributePath {
  /** With the schema's URN, unless the core's: `active`, `urn:…:user:department`. */
  attribute: string;
  filter?: Comparison[];
  sub?: string;
}

const form = /^((?:urn:[\w.:-]+:)?[a-z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/i;
const coreUrns = new RegExp(`^(${userUrn}|${groupUrn}):`, "i");

/** @throws {CountersignError} `invalid_body` */
export function parsePath(text: string): AttributePath {
  const match = form.exec(text.trim().replace(coreUrns, ""));
  if (!match?.[1]) throw scimFault("invalidPath", "This path can't be read.");
  const [, attribute, filter, sub] = match;
  return {
    attribute: attribute.toLowerCase(),
    ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    ...(sub === undefined ? {} : { sub: sub.toLowerCase() }),
  };
}
