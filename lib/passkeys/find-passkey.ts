import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { passkeys } from "#db/schema/passkeys";

export interface PasskeyRow {
  credentialId: string;
  personId: string;
  /** COSE_Key bytes. */
  publicKey: Uint8Array;
  counter: number;
  transports: string[];
  backupEligible: boolean;
}

/** The passkey with this credential id (base64url). */
export async function findPasskeyFor(
  db: Database | Transaction,
  credentialId: string,
): Promise<PasskeyRow | undefined> {
  const [row] = await db
    .select({
      ...columnsOf(passkeys, "credentialId", "personId", "publicKey", "counter", "transports"),
      ...columnsOf(passkeys, "backupEligible"),
    })
    .from(passkeys)
    .where(eq(passkeys.credentialId, credentialId));
  return row;
}
