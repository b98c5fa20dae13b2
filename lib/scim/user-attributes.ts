import { enterpriseUrn } from "./schema-urns.ts";

/** The texts about a person that a directory may keep here, besides those with a meaning of their own. */
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

/** The attribute that a path means, written as we keep it; undefined for one we do not keep. */
export function profileAttribute(path: string): string | undefined {
  return byLowerCase.get(path.toLowerCase());
}
