import { enterpriseUrn } from "#lib/provisioning/scim/schema-urns";

/**
 * The texts about a person a directory may store here, apart from attributes with their own
 * meaning.
 */
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
