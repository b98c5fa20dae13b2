import { CountersignError } from "#lib/kernel/errors";

/** A SCIM error, in the words of RFC 7644, table 9. */
type ScimType =
  | "invalidFilter"
  | "invalidPath"
  | "invalidSyntax"
  | "invalidValue"
  | "mutability"
  | "noTarget"
  | "uniqueness";

/** A refusal with its `scimType`. `sentence` is for the directory's operator. */
export function scimFault(scimType: ScimType, sentence: string, cause?: unknown): CountersignError {
  const code = scimType === "uniqueness" ? "conflict" : "invalid_body";
  return new CountersignError(code, sentence, { userMessage: sentence, details: { scimType }, cause });
}

export const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
export const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const enterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
