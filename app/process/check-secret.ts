import type { Database } from "#db/client";
import { findWorkspace } from "#lib/directory/find-workspace";
import type { MasterSecret } from "#lib/keys/seal";
import { currentSigningKey } from "#lib/keys/signing-key";
import { BootFailure } from "./boot-failure.ts";

/** Opens the signing key once: better to refuse to start than to fail at the first grant. */
export async function checkSecret(db: Database, secret: MasterSecret): Promise<void> {
  if (!(await findWorkspace(db))) return;
  try {
    await currentSigningKey(db, secret);
  } catch (cause) {
    throw new BootFailure(
      "COUNTERSIGN_SECRET (or the file 'secret' in the data folder) is not the one that the keys in this database are sealed with: give the same secret as before.",
      { cause },
    );
  }
}
