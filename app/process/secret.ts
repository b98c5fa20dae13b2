import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Database } from "#db/client";
import { isDatabaseUnavailable } from "#db/unavailable";
import type { MasterSecret } from "#lib/crypto/seal";
import { currentSigningKey } from "#lib/crypto/signing-key";
import type { Config } from "#lib/kernel/config";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { BootFailure } from "./boot-failure.ts";

/** COUNTERSIGN_SECRET or, for the embedded database, a generated file that its owner alone can read. */
export function readMasterSecret(config: Config): MasterSecret {
  if (config.secret) return config.secret as MasterSecret;
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const file = path.join(config.dataFolder, "secret");
  try {
    writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32) {
    throw new BootFailure(`${file} is damaged. Restore it from a backup.`);
  }
  return secret as MasterSecret;
}

/** Opens the signing key once: better to refuse to start than to fail at the first grant. */
export async function checkSecret(db: Database, secret: MasterSecret): Promise<void> {
  if (!(await findWorkspace(db))) return;
  try {
    await currentSigningKey(db, secret);
  } catch (cause) {
    if (isDatabaseUnavailable(cause)) throw cause;
    throw new BootFailure(
      "COUNTERSIGN_SECRET (or the “secret” file in the data folder) doesn't match this database. Use the original secret.",
      { cause },
    );
  }
}
