import { asciiLowerCase } from "#lib/text/email-address";
import type { UserRow } from "./user-row.ts";

/** The columns that record a directory's change of a person's address. */
type GivenAddress = Partial<Pick<UserRow, "emailVerified" | "emailBefore" | "emailGivenAt" | "emailGivenBy">>;

const unquestioned = { emailBefore: null, emailGivenAt: null, emailGivenBy: null };

/**
 * What happens to a person's address when a directory sets it to `email`. An account at an identity
 * provider is linked by address: a SCIM token together with an account there must not let its
 * holder sign in as a person who is here already. So the new address waits for an admin, until the
 * directory restores the address from before all such changes.
 * @returns undefined when the address stays, apart from its case
 */
export function givenAddress(
  row: Pick<UserRow, "email" | "emailBefore" | "isNewcomer">,
  email: string,
  { by, now }: { by: string; now: Date },
): GivenAddress {
  if (isSame(row.email, email)) return {};
  // The person has not proved to own an address that a directory gives.
  const emailVerified = null;
  if (row.isNewcomer) return { emailVerified };
  const emailBefore = row.emailBefore ?? row.email;
  if (isSame(emailBefore, email)) return { emailVerified, ...unquestioned };
  return { emailVerified, emailBefore, emailGivenAt: now, emailGivenBy: by };
}

function isSame(one: string, other: string): boolean {
  return asciiLowerCase(one) === asciiLowerCase(other);
}
