import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Writable } from "node:stream";
import { openDatabase } from "#db/client";
import { startEmbeddedDatabase } from "#db/embedded";
import { readBaseBackup } from "#db/embedded/base-backup";
import { EmbeddedDatabaseError } from "#db/embedded/failure";
import { lockFolder } from "#db/embedded/folder-lock";
import { restoreBaseBackup } from "#db/embedded/restore-backup";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { type Finding, findingsOf, lineOf, type Report, sentenceOf } from "../check/finding.ts";
import { embeddedFolder, requireSecret } from "./back-up.ts";
import { lookAtContents } from "./look-at-contents.ts";
import { OtherSecret, withBackup } from "./open-backup.ts";

const backup = findingsOf("backup");
const sealed = findingsOf("secret");
const prefix = "countersign-restore-";

/**
 * Restores a backup into a new folder next to it, looks at what is there, and removes the folder. Changes
 * nothing else, and creates no secret.
 * @returns whether a server with these settings could run on it
 */
export async function checkBackup(
  file: string,
  config: Config,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<boolean> {
  embeddedFolder(config);
  let isFine = true;
  const report = (finding: Finding) => {
    isFine &&= finding.verdict !== "wrong";
    print(lineOf(finding));
  };
  let secret: MasterSecret;
  try {
    secret = requireSecret(config);
  } catch (error) {
    report(sealed.wrong(sentenceOf(error)));
    return false;
  }
  try {
    await inNewFolder(path.dirname(path.resolve(file)), async (folder) => {
      await withBackup(file, secret, (verified) => restoreBaseBackup(verified, folder, signal));
      await lookInto(folder, secret, { report, signal });
    });
  } catch (error) {
    report((error instanceof OtherSecret ? sealed : backup).wrong(sentenceOf(error)));
  }
  return isFine;
}

/** Locked until it is removed, so that a later check removes the folders of interrupted ones alone. */
async function inNewFolder(parent: string, use: (folder: string) => Promise<void>): Promise<void> {
  for (const name of readdirSync(parent))
    if (name.startsWith(prefix)) removeUnlocked(path.join(parent, name));
  const folder = mkdtempSync(path.join(parent, prefix));
  const unlock = lockFolder(folder);
  try {
    await use(path.join(folder, "data"));
  } finally {
    rmSync(folder, { recursive: true });
    unlock();
  }
}

function removeUnlocked(folder: string): void {
  // Another check has made the folder, and is about to lock it.
  if (!existsSync(path.join(folder, "lock"))) return;
  try {
    const unlock = lockFolder(folder);
    rmSync(folder, { recursive: true });
    unlock();
  } catch (error) {
    // In use by another check.
    if (!(error instanceof EmbeddedDatabaseError)) throw error;
  }
}

async function lookInto(
  folder: string,
  secret: MasterSecret,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<void> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const embedded = await startEmbeddedDatabase({ dataFolder: folder, log, durable: false });
  const db = openDatabase(embedded.url, { connections: 1 });
  const interrupt = () => void db.$client.end({ timeout: 0 });
  signal.addEventListener("abort", interrupt);
  try {
    await readPages(embedded.url, signal);
    report(backup.ok("The file is as it was made, and every page of its tables and indexes can be read."));
    await lookAtContents(db, secret, report);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", interrupt);
    await db.$client.end();
    await embedded.stop();
  }
}

/** @throws {EmbeddedDatabaseError} if a page of a table or an index doesn't have its checksum */
async function readPages(url: string, signal: AbortSignal): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  nowhere.on("error", () => undefined);
  try {
    await readBaseBackup(url, nowhere, signal);
  } catch (cause) {
    const isDamaged = cause instanceof Error && "code" in cause && cause.code === "XX001";
    if (!isDamaged) throw cause;
    throw new EmbeddedDatabaseError(
      "A page of a table or an index is damaged. It was when the backup was made: use an earlier one.",
      { cause },
    );
  }
}
