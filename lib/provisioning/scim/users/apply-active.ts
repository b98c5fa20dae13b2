import type { Transaction } from "#db/client";
import { type Actor, actorId } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { recordClaim, withdrawClaim } from "#lib/membership/inactive-claim";
import { suspend } from "#lib/membership/offboarding/suspend-person";
import { reinstate } from "#lib/membership/reinstate-person";
import { flagInactive } from "#lib/people/inactive-flag";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { asciiLowerCase } from "#lib/text/email-address";
import type { UserRow } from "./user-row.ts";

/**
 * Applies and records a directory's claim about whether a person is active, in the caller's
 * transaction, which has locked the person.
 * @param isActive undefined without a claim
 * @throws {CountersignError} as `suspend`; as {@link refusalToReinstate}, to be checked first
 */
export async function applyActive(
  tx: Transaction,
  row: UserRow,
  isActive: boolean | undefined,
  { client: { actor }, now }: { client: ScimClient; now: Date },
): Promise<void> {
  const personId = row.id;
  const isSuspended = row.status === "suspended";
  if (isActive === undefined) return;
  if (!isActive) {
    const isNews = await flagInactive(tx, { personId, actor, now });
    if (!isSuspended) await suspend(tx, { personId, from: ["invited", "active"], actor, now });
    else if (isNews) await recordClaim(tx, "person.called_inactive", { personId, actor, now });
    return;
  }
  const refusal = refusalToReinstate(row, isActive, actor);
  if (refusal) throw refusal;
  const isNews = await withdrawClaim(tx, { personId, now });
  if (isSuspended) await reinstate(tx, { personId, actor, now });
  else if (isNews) await recordClaim(tx, "person.called_active", { personId, actor, now });
}

/**
 * The `conflict` (`not_begun_by_directory`) when a client lists a person as active whose suspension
 * another actor began: directories send `active: true` with every profile change, which must not
 * end a suspension by an admin, an alarm or another client, whose token one admin alone can create.
 */
export function refusalToReinstate(
  { id, status, suspendedBy }: UserRow,
  isActive: boolean | undefined,
  client: Actor,
): CountersignError | undefined {
  if (isActive !== true || status !== "suspended" || suspendedBy === actorId(client)) return undefined;
  return new CountersignError("conflict", `${id} was suspended by ${suspendedBy}`, {
    userMessage:
      "This person's suspension didn't come through this SCIM token. An admin has to reactivate them in Countersign.",
    details: { reason: "not_begun_by_directory" },
  });
}

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
