import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { currentSigningKey } from "#lib/crypto/signing-key";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { BootFailure } from "./boot-failure.ts";

/** Opens the signing key once: better to refuse to start than to fail at the first grant. */
export async function checkSecret(db: Database, secret: MasterSecret): Promise<void> {
  if (!(await findWorkspace(db))) return;
  try {
    await currentSigningKey(db, secret);
  } catch (cause) {
    throw new BootFailure(
      "COUNTERSIGN_SECRET (or the “secret” file in the data folder) doesn't match this database. Use the original secret.",
      { cause },
    );
  }
}
