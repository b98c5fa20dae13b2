import { enterpriseUrn } from "#lib/provisioning/scim/schema-urns";

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
