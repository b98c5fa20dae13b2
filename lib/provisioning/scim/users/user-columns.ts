import { scimFault } from "#lib/provisioning/scim/scim-fault";
import { emailAddress } from "#lib/text/email-address";
import type { UserDraft } from "./user-draft.ts";

export interface UserColumns {
  name: string;
  email: string;
  /** null: the same as the address. */
  userName: string | null;
  externalId: string | null;
  profile: Record<string, string>;
}

const nameLength = 120;

/**
 * The columns a draft sets in a person's row. The display name is `displayName`, else the formatted
 * name, else its parts, else the known name.
 * @param known name and email of an existing person
 * @throws {CountersignError} `invalid_body` without a user name, or without any email
 */
export function userColumns(draft: UserDraft, known?: { name: string; email: string }): UserColumns {
  const { userName, externalId, profile } = draft;
  if (userName === undefined) throw scimFault("invalidValue", "userName is required.");
  const parts = [profile["name.givenName"], profile["name.familyName"]].filter(Boolean).join(" ");
  const name = profile.displayName || profile["name.formatted"] || parts || known?.name || userName;
  const email = draft.email ?? (isAddress(userName) ? userName : known?.email);
  if (email === undefined) {
    throw scimFault("invalidValue", "An email is required, in emails or as the userName.");
  }
  return {
    name: name.slice(0, nameLength),
    email,
    userName: userName === email ? null : userName,
    externalId: externalId ?? null,
    profile,
  };
}

function isAddress(text: string): boolean {
  return emailAddress.safeParse(text).success;
}
