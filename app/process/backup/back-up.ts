import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { startEmbeddedDatabase } from "#db/embedded";
import { writeBaseBackup } from "#db/embedded/base-backup";
import { runningUrl } from "#db/embedded/running-url";
import { FileSeal } from "#lib/crypto/file-seal";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { BootFailure } from "../boot-failure.ts";

/** The folder of the embedded database. @throws {BootFailure} if the settings name another PostgreSQL */
export function embeddedFolder({ databaseUrl, dataFolder }: Config): string {
  if (databaseUrl)
    throw new BootFailure(
      "DATABASE_URL names your own PostgreSQL. Back it up and restore it with its own programs (docs/operations.md, Backup and restore).",
    );
  return path.resolve(dataFolder);
}

/**
 * Writes a backup of the embedded database to a new file, while its server runs or not. The secret isn't in it.
 * @returns what was done, in sentences
 */
export async function backUp(file: string, config: Config, signal: AbortSignal): Promise<string> {
  const folder = embeddedFolder(config);
  if (!existsSync(path.join(folder, "postgres/cluster")))
    throw new BootFailure(`There is no database in ${folder}. Name its folder in COUNTERSIGN_DATA.`);
  const how = { seal: new FileSeal(requireSecret(config)), signal };
  const running = runningUrl(folder);
  if (running) await writeBaseBackup(running, file, how);
  else {
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const embedded = await startEmbeddedDatabase({ dataFolder: folder, log });
    await writeBaseBackup(embedded.url, file, how).finally(embedded.stop);
  }
  const megabytes = Math.ceil(statSync(file).size / 1_000_000);
  return [
    `The database is in ${file} (${megabytes} MB). Its secret isn't: keep ${path.join(folder, "secret")} too, in another place.`,
    `Look at the backup now: countersign-server restore --check ${file}`,
  ].join("\n");
}

/** The secret for a backup. Unlike a start, this creates none. @throws {BootFailure} without one */
export function requireSecret(config: Config): MasterSecret {
  const file = path.join(path.resolve(config.dataFolder), "secret");
  const secret = config.secret ?? (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
  if (secret === "")
    throw new BootFailure(
      `There is no secret in ${path.dirname(file)}. No backup is made or used without its secret: put it there.`,
    );
  return secret as MasterSecret;
}
