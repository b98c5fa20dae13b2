import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { passkeys } from "#db/schema/passkeys";

export interface PasskeyView {
  /** The credential id, base64url. */
  id: string;
  name: string;
  /** Kept in step between a person's devices by its provider. */
  synced: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A person's passkeys, oldest first. */
export async function listPasskeys(db: Database, personId: string): Promise<PasskeyView[]> {
  return db
    .select({
      id: passkeys.credentialId,
      name: passkeys.name,
      synced: passkeys.backedUp,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(eq(passkeys.personId, personId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.credentialId));
}
