import { spawn } from "node:child_process";
import { chownSync, existsSync, writeFileSync } from "node:fs";
import { copyFile, type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { readOrCreatePassword } from "../embedded.ts";
import { type ServerAccount, serverAccount } from "./account.ts";
import { isPlainCluster } from "./backup-entries.ts";
import { type PostgresBinaries, runnableBinaries } from "./binaries.ts";
import {
  databaseUser,
  explainFailure,
  folderForServer,
  openCluster,
  own,
  serverEnvironment,
  sweepDrafts,
} from "./cluster.ts";
import { EmbeddedDatabaseError } from "./failure.ts";
import { lockFolder } from "./folder-lock.ts";

/** In a restored cluster until a process has ended what was open in the backup. */
const restoredMark = "countersign-restored";

/** The file that marks the database of a data folder as restored. */
export function findRestoredMark(dataFolder: string): string | undefined {
  const file = path.join(dataFolder, "postgres/cluster", restoredMark);
  return existsSync(file) ? file : undefined;
}

/** A backup whose seal was verified. */
export interface VerifiedBackup {
  file: string;
  handle: FileHandle;
  /** The bytes before the seal. */
  length: number;
}

/** PostgreSQL's files of settings, some of which name programs that it runs. */
const settings = ["postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf"];

/**
 * Makes a cluster in `dataFolder` from a backup, complete or not at all. It gets the password of this folder,
 * since that of the backup is in no file, and the settings of a new cluster.
 * @throws {EmbeddedDatabaseError} if the folder has a database, or the file isn't a whole backup
 */
export async function restoreBaseBackup(
  { file, handle, length }: VerifiedBackup,
  dataFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const folder = path.resolve(dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  const home = path.join(folder, "postgres");
  const draft = path.join(home, `draft-${process.pid}`);
  try {
    if (existsSync(path.join(home, "cluster")))
      throw new EmbeddedDatabaseError(
        `There is a database in ${folder}. Name an empty folder in COUNTERSIGN_DATA.`,
      );
    if (!(await isPlainCluster(handle, length)))
      throw new EmbeddedDatabaseError(
        `${file} is no backup of an embedded database: it has other files than PostgreSQL writes.`,
      );
    const account = serverAccount();
    const binaries = await runnableBinaries(account, folder);
    await sweepDrafts(home);
    await mkdir(draft, { recursive: true });
    for (const made of [home, draft]) own(made, account);
    const password = readOrCreatePassword(path.join(folder, "database-password"));
    const place = { draft, account, signal };
    await extract(file, handle, place);
    await replaceSettings(place, binaries, password);
    await setPassword(binaries.postgres, place, password);
    signal.throwIfAborted();
    // Readable for PostgreSQL, which includes it in a backup.
    writeFileSync(path.join(draft, restoredMark), "", { mode: 0o644, flush: true });
    await rename(draft, path.join(home, "cluster"));
  } finally {
    await sweepDrafts(home);
    unlock();
  }
}

interface Place {
  draft: string;
  account: ServerAccount | undefined;
  signal: AbortSignal;
}

async function extract(file: string, { fd }: FileHandle, place: Place): Promise<void> {
  const { status, complaint } = await run("tar", ["-x", "-f", "-", "--no-same-owner"], fd, place);
  if (status !== 0)
    throw new EmbeddedDatabaseError(`${file} can't be read to its end: ${complaint.split("\n", 1)}`);
  if (!existsSync(path.join(place.draft, "backup_label")))
    throw new EmbeddedDatabaseError(`${file} is no backup of an embedded database.`);
}

/** So that nothing in the backup makes PostgreSQL run a program, or admits anyone without a password. */
async function replaceSettings(
  { draft, account }: Place,
  binaries: PostgresBinaries,
  password: string,
): Promise<void> {
  const fresh = await openCluster(`${draft}-settings`, { account, binaries, durable: false, password });
  for (const name of settings) {
    const file = path.join(draft, name);
    await copyFile(path.join(fresh.folder, name), file);
    if (account) chownSync(file, account.uid, account.gid);
  }
}

/** In a server without connections, which first brings the files to one moment. */
async function setPassword(postgres: string, place: Place, password: string): Promise<void> {
  const script = path.join(place.draft, "set-password");
  writeFileSync(script, `ALTER ROLE ${databaseUser} PASSWORD '${password}'\n`, { mode: 0o600 });
  const handle = await open(script, "r");
  await rm(script);
  try {
    const how = ["--single", "-D", folderForServer({ folder: place.draft, account: place.account })];
    const args = [...how, "-c", "log_min_error_statement=panic", "postgres"];
    const { status, complaint } = await run(postgres, args, handle.fd, place);
    // A server without connections ends with 0 after a statement that failed.
    if (status !== 0 || /\b(?:ERROR|FATAL|PANIC):/.test(complaint))
      throw new EmbeddedDatabaseError(explainFailure("The backup could not be opened", complaint));
  } finally {
    await handle.close();
  }
}

/** @param input the descriptor of a file. @throws the reason of an interruption */
async function run(program: string, args: string[], input: number, { draft, account, signal }: Place) {
  const stdio: ["pipe" | number, "ignore", "pipe"] = [input, "ignore", "pipe"];
  const how = { cwd: draft, env: serverEnvironment, stdio, signal, ...account };
  const child = spawn(program, args, how);
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4000);
  });
  child.on("error", (error) => {
    complaint += error.message;
  });
  // After an interruption too, the folder is removed when the program has ended.
  const status = await new Promise((resolve) => child.on("close", resolve));
  signal.throwIfAborted();
  return { status, complaint };
}
