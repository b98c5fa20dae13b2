import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { readOrCreatePassword } from "../embedded.ts";
import { type ServerAccount, serverAccount } from "./account.ts";
import { runnableBinaries } from "./binaries.ts";
import { databaseUser, explainFailure, folderForServer, own, serverEnvironment } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./failure.ts";
import { lockFolder } from "./folder-lock.ts";

/** In a restored cluster until a process has ended what was open in the backup. */
const restoredMark = "countersign-restored";

/** The file that marks the database of a data folder as restored. */
export function findRestoredMark(dataFolder: string): string | undefined {
  const file = path.join(dataFolder, "postgres/cluster", restoredMark);
  return existsSync(file) ? file : undefined;
}

/**
 * Makes a cluster in `dataFolder` from a backup, complete or not at all. It gets the password of this folder,
 * since that of the backup is in no file.
 * @throws {EmbeddedDatabaseError} if the folder has a database, or the file isn't a whole backup
 */
export async function restoreBaseBackup(file: string, dataFolder: string): Promise<void> {
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
    const account = serverAccount();
    await mkdir(draft, { recursive: true });
    for (const made of [home, draft]) own(made, account);
    await extract(file, draft, account);
    if (!existsSync(path.join(draft, "backup_label")))
      throw new EmbeddedDatabaseError(`${file} is no backup of an embedded database.`);
    const { postgres } = await runnableBinaries(account, folder);
    await setPassword(postgres, {
      draft,
      account,
      password: readOrCreatePassword(path.join(folder, "database-password")),
    });
    // Readable for PostgreSQL, which includes it in a backup.
    writeFileSync(path.join(draft, restoredMark), "", { mode: 0o644, flush: true });
    await rename(draft, path.join(home, "cluster"));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    unlock();
  }
}

async function extract(file: string, draft: string, account: ServerAccount | undefined): Promise<void> {
  const handle = await open(file, "r");
  try {
    const { status, complaint } = await run("tar", ["-x", "-f", "-", "--no-same-owner"], {
      cwd: draft,
      account,
      input: handle.fd,
    });
    if (status !== 0)
      throw new EmbeddedDatabaseError(`${file} can't be read to its end: ${complaint.split("\n", 1)}`);
  } finally {
    await handle.close();
  }
}

/** In a server without connections, which first brings the files to one moment. */
async function setPassword(
  postgres: string,
  { draft, account, password }: { draft: string; account: ServerAccount | undefined; password: string },
): Promise<void> {
  const script = path.join(draft, "set-password");
  writeFileSync(script, `ALTER ROLE ${databaseUser} PASSWORD '${password}'\n`, { mode: 0o600 });
  const handle = await open(script, "r");
  await rm(script);
  try {
    const args = [
      "--single",
      "-D",
      folderForServer({ folder: draft, account }),
      "-c",
      "log_min_error_statement=panic",
      "postgres",
    ];
    const { status, complaint } = await run(postgres, args, { cwd: draft, account, input: handle.fd });
    if (status !== 0)
      throw new EmbeddedDatabaseError(explainFailure("The backup could not be opened", complaint));
  } finally {
    await handle.close();
  }
}

interface Run {
  cwd: string;
  account: ServerAccount | undefined;
  /** The descriptor of a file. */
  input: number;
}

async function run(program: string, args: string[], { cwd, account, input }: Run) {
  const stdio: ["pipe" | number, "ignore", "pipe"] = [input, "ignore", "pipe"];
  const child = spawn(program, args, { cwd, env: serverEnvironment, stdio, ...account });
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4000);
  });
  const [status] = await once(child, "close");
  return { status, complaint };
}
