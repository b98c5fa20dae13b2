import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
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
      credentialId: passkeys.credentialId,
      personId: passkeys.personId,
      publicKey: passkeys.publicKey,
      counter: passkeys.counter,
      transports: passkeys.transports,
      backupEligible: passkeys.backupEligible,
    })
    .from(passkeys)
    .where(eq(passkeys.credentialId, credentialId));
  return row;
}
