import { asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { enrollments, people } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { isFoundingPeriod } from "#lib/people/passkey-vouchers";

export type PasskeyView = Awaited<ReturnType<typeof listPasskeys>>[number];

export type OriginView = PasskeyView["origin"];

/** A person's passkeys, oldest first. */
export async function listPasskeys(db: Database, personId: string) {
  const [issuer, confirmer] = [alias(people, "issuer"), alias(people, "confirmer")];
  const rows = await db
    .select({
      ...{ id: passkeys.credentialId, synced: passkeys.backedUp, via: passkeys.enrolledVia },
      ...columnsOf(passkeys, "name", "createdAt", "lastUsedAt", "vouchedBy", "confirmedWith"),
      // The passkey counts unconfirmed, because the workspace never had a second admin.
      isFounding: sql<boolean>`${passkeys.isFounding} and ${sql.raw(isFoundingPeriod)}`,
      confirmedBy: confirmer.name,
      issuedBy: issuer.name,
    })
    .from(passkeys)
    .leftJoin(enrollments, eq(enrollments.id, passkeys.enrollmentId))
    .leftJoin(issuer, eq(issuer.id, enrollments.createdBy))
    .leftJoin(confirmer, eq(confirmer.id, passkeys.confirmedBy))
    .where(eq(passkeys.personId, personId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.credentialId));
  return rows.map(({ via, vouchedBy, isFounding, confirmedWith, confirmedBy, issuedBy, ...passkey }) => {
    const confirmed = confirmedWith === null ? null : { with: confirmedWith, by: confirmedBy };
    const isUnconfirmed = confirmed === null && vouchedBy.length > 0;
    const origin = { via, issuedBy, vouchedBy, isUnconfirmed, isFounding, confirmed };
    return { ...passkey, origin };
  });
}
