import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";

/** A person who confirms an act, and the confirming passkey. */
export interface Confirmer {
  personId: string;
  /** Credential id. Left out where it is not known: then every passkey of the person counts as the one. */
  credentialId?: string | undefined;
  /**
   * The people besides its person who could hold the passkey, as evidence recorded when the passkey
   * was used. Read only after the passkey was removed.
   */
  recorded?: readonly string[] | undefined;
}

/**
 * SQL: whether the founding period lasts (founding.ts). The mark of a passkey outlasts it, because a passkey that is added while the
 * period ends copies the mark of another one. So the mark counts only together with this.
 */
export const isFoundingPeriod = "exists (select from workspace where second_admin_since is null)";
const isFoundingNow = `(p.is_founding and ${isFoundingPeriod})`;

/**
 * The people besides its person who could hold passkey `p` at this moment, as the SQL of a text
 * array: no one once the passkey is confirmed, or while the founding period lasts (founding.ts).
 */
export const vouchersNow = `case when p.confirmed_at is not null or ${isFoundingNow} then '{}'::text[] else p.vouched_by end`;

/**
 * Everyone who could be behind a person's confirmation: the person, and the people who could hold
 * the passkey (invariant 18). The passkey is locked until the transaction ends; people are locked
 * before passkeys.
 * @returns undefined when the passkey was removed, or is not the person's, and no evidence recorded
 *   who could hold it.
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

/**
 * Whether only its person controls a passkey, permanently, so that it can confirm others: no admin
 * issued the link it goes back to, or it is confirmed. The founding period is no ground, because it
 * ends.
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
