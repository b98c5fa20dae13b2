import { enterpriseUrn } from "#lib/provisioning/scim/schema-urns";

/**
 * The texts about a person that a directory may store here, besides those with a meaning of their
 * own.
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

/** The attribute of a path, in our spelling; undefined for one that is not stored. */
export function profileAttribute(path: string): string | undefined {
  return byLowerCase.get(path.toLowerCase());
}
