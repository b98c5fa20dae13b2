import type { Json } from "#lib/json/canonical";
import { enterpriseUrn, scimFault } from "#lib/provisioning/scim/scim-fault";
import { membersOf } from "#lib/provisioning/scim/values";

/** The texts about a person that a directory may store here, without a meaning of their own. */
export const profileAttributes = [
  "displayName",
  "title",
  "name.formatted",
  "name.givenName",
  "name.familyName",
  ...["employeeNumber", "costCenter", "organization", "division", "department"].map(
    (name) => `${enterpriseUrn}:${name}`,
  ),
];

const byLowerCase = new Map(profileAttributes.map((path) => [path.toLowerCase(), path]));

/** The attribute of a path, in our spelling; undefined for an unstored attribute. */
export function profileAttribute(path: string): string | undefined {
  return byLowerCase.get(path.toLowerCase());
}

/**
 * The email to store of several: the primary email, else the work email, else the first. Takes a
 * list, an entry of a list, or the email alone, as in operations on `emails[type eq "work"].value`.
 * @returns undefined without an email.
 * @throws {CountersignError} `invalid_body`
 */
export function primaryEmail(value: Json | undefined): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value === "string") return value;
  const entries = (Array.isArray(value) ? value : [value]).map((entry) => membersOf(entry, "An email"));
  const chosen =
    entries.find((entry) => entry.get("primary") === true || entry.get("primary") === "True") ??
    entries.find((entry) => entry.get("type") === "work") ??
    entries[0];
  const address = chosen?.get("value");
  if (address === undefined || address === null || address === "") return undefined;
  if (typeof address !== "string") throw scimFault("invalidValue", "The value of an email must be text.");
  return address;
}
