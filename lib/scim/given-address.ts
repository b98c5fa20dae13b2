import { asciiLowerCase } from "#lib/email-address";
import type { UserRow } from "./user-row.ts";

/** What a person's row remembers of a directory that changed their address. */
type GivenAddress = Partial<Pick<UserRow, "emailVerified" | "emailBefore" | "emailGivenAt" | "emailGivenBy">>;

const unquestioned = { emailBefore: null, emailGivenAt: null, emailGivenBy: null };

/**
 * What becomes of somebody's address when a directory says that it is `email`. An account at an identity provider is linked by address: a
 * provisioning token together with an account there must not make anybody somebody who is here already. So the new address waits for an admin,
 * until the one that was there before all such changes is back.
 * @returns nothing when the address stays, whatever its case
 */
export function givenAddress(
  row: Pick<UserRow, "email" | "emailBefore" | "isNewcomer">,
  email: string,
  { by, now }: { by: string; now: Date },
): GivenAddress {
  if (isSame(row.email, email)) return {};
  // An address that a directory gives is not one that somebody proved to have.
  const emailVerified = null;
  if (row.isNewcomer) return { emailVerified };
  const emailBefore = row.emailBefore ?? row.email;
  if (isSame(emailBefore, email)) return { emailVerified, ...unquestioned };
  return { emailVerified, emailBefore, emailGivenAt: now, emailGivenBy: by };
}

function isSame(one: string, other: string): boolean {
  return asciiLowerCase(one) === asciiLowerCase(other);
}
