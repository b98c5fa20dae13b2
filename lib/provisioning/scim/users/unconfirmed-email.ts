import { asciiLowerCase } from "#lib/text/email-address";
import type { UserRow } from "./user-row.ts";

/** The columns of a directory's change of an address. */
type GivenAddress = Partial<Pick<UserRow, "emailVerified" | "emailBefore" | "emailGivenAt" | "emailGivenBy">>;

const unquestioned = { emailBefore: null, emailGivenAt: null, emailGivenBy: null };

/**
 * The effect on a person's email when a directory sets it to `email`. An account at an identity
 * provider is linked by email: the holder of a SCIM token and an account there must not be able to
 * sign in as an existing person. So the new email waits for an admin, until the directory restores
 * the original email.
 * @returns undefined when the email stays, apart from its case
 */
export function givenAddress(
  row: Pick<UserRow, "email" | "emailBefore" | "isNewcomer">,
  email: string,
  { by, now }: { by: string; now: Date },
): GivenAddress {
  if (isSame(row.email, email)) return {};
  // The person has not proved to own a directory's address.
  const emailVerified = null;
  if (row.isNewcomer) return { emailVerified };
  const emailBefore = row.emailBefore ?? row.email;
  if (isSame(emailBefore, email)) return { emailVerified, ...unquestioned };
  return { emailVerified, emailBefore, emailGivenAt: now, emailGivenBy: by };
}

function isSame(one: string, other: string): boolean {
  return asciiLowerCase(one) === asciiLowerCase(other);
}
