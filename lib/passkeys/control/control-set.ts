import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { CountersignError } from "#lib/kernel/errors";
import { vouchersNow } from "#lib/people/passkey-vouchers";

export interface Confirmer {
  personId: string;
  /** Credential ID. Absent if unknown: then every passkey of the person counts. */
  credentialId?: string | undefined;
  /** The recorded people who could have the passkey. Read only after the passkey's removal. */
  recorded?: readonly string[] | undefined;
}

/**
 * Everyone who could be behind a confirmation: the person, and people who could have the passkey
 * (invariant 18). Locks the passkey; people are locked before passkeys.
 * @returns undefined for a removed passkey without recorded evidence, or another person's.
 */
export async function findControlSet(
  tx: Transaction,
  { personId, credentialId, recorded }: Confirmer,
): Promise<Set<string> | undefined> {
  const rows = await tx.execute<{ vouchers: string[] }>(sql`
    select ${sql.raw(vouchersNow)} as vouchers from passkeys p
    where p.person_id = ${personId} and ${credentialId === undefined ? sql`true` : sql`p.credential_id = ${credentialId}`}
    order by p.credential_id for share`);
  if (credentialId !== undefined && rows.length === 0) {
    return recorded && new Set([personId, ...recorded]);
  }
  return new Set([personId, ...rows.flatMap(({ vouchers }) => vouchers)]);
}

/** {@link findControlSet} of an actor. @throws `passkey_refused` when the passkey was removed since */
export async function requireControlSet(tx: Transaction, confirmer: Confirmer): Promise<Set<string>> {
  const behind = await findControlSet(tx, confirmer);
  if (behind) return behind;
  const message = `the passkey that ${confirmer.personId} confirmed with was removed`;
  throw new CountersignError("passkey_refused", message, {
    userMessage: "The passkey you confirmed with was removed, so nothing was changed. Try again.",
  });
}

/**
 * Whether only its person controls a passkey, permanently, so that it can confirm other passkeys:
 * without an admin's link, or confirmed. The founding period does not count, because it ends.
 */
export async function isIndependent(
  tx: Transaction,
  { personId, credentialId }: { personId: string; credentialId: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ vouchedBy: passkeys.vouchedBy, confirmedAt: passkeys.confirmedAt })
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, credentialId), eq(passkeys.personId, personId)))
    .for("share");
  return row !== undefined && (row.confirmedAt !== null || row.vouchedBy.length === 0);
}
