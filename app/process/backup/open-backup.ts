import { open } from "node:fs/promises";
import type { VerifiedBackup } from "#db/embedded/restore-backup";
import { sealedBytes } from "#lib/crypto/file-seal";
import type { MasterSecret } from "#lib/crypto/seal";
import { BootFailure } from "../boot-failure.ts";

/** The secret isn't the one that the backup was made with. */
export class OtherSecret extends BootFailure {}

const faults = {
  not_sealed: "is cut off, or is no backup by countersign-server. Use another file.",
  changed: "was changed after the backup was made. Use another file.",
  other_secret:
    "was made with another secret than COUNTERSIGN_SECRET (or the “secret” file in the data folder). Use the original secret.",
} as const;

/**
 * Uses a file, of which nothing is extracted before its seal was verified.
 * @throws {BootFailure} if someone without the secret wrote a byte of it
 */
export async function withBackup<T>(
  file: string,
  secret: MasterSecret,
  use: (backup: VerifiedBackup) => Promise<T>,
): Promise<T> {
  const handle = await open(file, "r");
  try {
    const length = await sealedBytes(handle, secret);
    if (length === "other_secret") throw new OtherSecret(`${file} ${faults[length]}`);
    if (typeof length === "string") throw new BootFailure(`${file} ${faults[length]}`);
    return await use({ file, handle, length });
  } finally {
    await handle.close();
  }
}
