import { asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { enrollments, people } from "#db/schema/directory";
import { type ConfirmedWith, type EnrolledVia, passkeys } from "#db/schema/passkeys";
import { isFoundingPeriod } from "#lib/people/passkey-vouchers";

export interface PasskeyView {
  /** The credential id, base64url. */
  id: string;
  name: string;
  /** Synced between a person's devices by its provider. */
  synced: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
  origin: OriginView;
}

/** How a passkey was enrolled and confirmed, for people. */
export interface OriginView {
  via: EnrolledVia;
  /** The admin who issued the passkey's link, by name. */
  issuedBy: string | null;
  /** People who could have the passkey, apart from its person. */
  vouchedBy: string[];
  /** Whether the passkey needs a confirmation before it counts next to `vouchedBy`. */
  isUnconfirmed: boolean;
  /** Whether the passkey counts unconfirmed, because the workspace never had a second admin. */
  isFounding: boolean;
  confirmed: { with: ConfirmedWith; by: string | null } | null;
}

/** A person's passkeys, oldest first. */
export async function listPasskeys(db: Database, personId: string): Promise<PasskeyView[]> {
  const [issuer, confirmer] = [alias(people, "issuer"), alias(people, "confirmer")];
  const rows = await db
    .select({
      id: passkeys.credentialId,
      name: passkeys.name,
      synced: passkeys.backedUp,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
      via: passkeys.enrolledVia,
      vouchedBy: passkeys.vouchedBy,
      isFounding: sql<boolean>`${passkeys.isFounding} and ${sql.raw(isFoundingPeriod)}`,
      confirmedWith: passkeys.confirmedWith,
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
