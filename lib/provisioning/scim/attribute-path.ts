import { type Comparison, parseFilter } from "./filter.ts";
import { groupUrn, userUrn } from "./schema-urns.ts";
import { scimFault } from "./scim-fault.ts";

/**
 * The target of a PATCH operation or a body's member (RFC 7644, figure 7). Names are lower-case.
 */
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
