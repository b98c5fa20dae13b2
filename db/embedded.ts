import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Logger } from "pino";
import { serverAccount } from "./embedded/account.ts";
import { runnableBinaries } from "./embedded/binaries.ts";
import { databaseUser, openCluster } from "./embedded/cluster.ts";
import { lockFolder } from "./embedded/folder-lock.ts";
import { stopLeftover } from "./embedded/postmaster.ts";
import { superviseServer } from "./embedded/supervise.ts";

export interface EmbeddedDatabase {
  /** Connection string with the password; the port is different each time. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface EmbeddedDatabaseOptions {
  dataFolder: string;
  log: Pick<Logger, "info" | "warn" | "error">;
  /** false for throw-away databases: doesn't wait for the disk. */
  durable?: boolean;
}

/**
 * Starts a private PostgreSQL in `dataFolder`, created on first use, for this process alone. A
 * server left over from a killed process is first stopped cleanly; a server that dies is restarted.
 * @throws {EmbeddedDatabaseError} when another process has locked the folder, the disk is full, and
 * so on: one sentence for the terminal.
 */
export async function startEmbeddedDatabase({
  dataFolder,
  log,
  durable = true,
}: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const folder = path.resolve(dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlockFolder = lockFolder(folder);
  try {
    const account = serverAccount();
    const binaries = await runnableBinaries(account, folder);
    const password = readOrCreatePassword(path.join(folder, "database-password"));
    const cluster = await openCluster(path.join(folder, "postgres"), {
      account,
      binaries,
      durable,
      password,
    });
    const leftover = await stopLeftover(cluster.folder);
    if (leftover) log.warn({ pid: leftover }, "stopped the database server that an earlier run left behind");
    const server = await superviseServer(cluster, log);
    let stopped: Promise<void> | undefined;
    return {
      url: `postgres://${databaseUser}:${password}@127.0.0.1:${server.port}/postgres`,
      stop: () => {
        stopped ??= server.stop().then(unlockFolder);
        return stopped;
      },
    };
  } catch (error) {
    unlockFolder();
    throw error;
  }
}

/** The database's password: random, created once, readable only by the folder's owner. */
export function readOrCreatePassword(file: string): string {
  try {
    writeFileSync(file, randomBytes(24).toString("base64url"), { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}
