import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { canReach, type ServerAccount } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { EmbeddedDatabaseError } from "./failure.ts";

export const databaseUser = "countersign";

export interface Cluster {
  readonly folder: string;
  readonly account: ServerAccount | undefined;
  readonly binaries: PostgresBinaries;
  /** false: nothing waits for the disk. */
  readonly durable: boolean;
}

/** The cluster in `home`, renamed when complete: an interrupted first start leaves no database. */
export async function openCluster(
  home: string,
  { password, ...how }: Omit<Cluster, "folder"> & { password: string },
): Promise<Cluster> {
  const { account, binaries } = how;
  const cluster = { ...how, folder: path.join(home, "cluster") };
  await mkdir(home, { recursive: true });
  own(home, account);
  if (!existsSync(cluster.folder)) await createCluster(home, cluster, password);
  const version = readFileSync(path.join(cluster.folder, "PG_VERSION"), "utf8").trim();
  if (version !== binaries.majorVersion) {
    throw new EmbeddedDatabaseError(
      `The database in ${home} was made by PostgreSQL ${version}, and this version of Countersign brings ${binaries.majorVersion}: ` +
        "dump it with the old version and restore it with this one (docs/operations.md, Upgrade).",
    );
  }
  return cluster;
}

/**
 * The cluster's folder for its server. A server whose account can't pass the folders above (such as
 * /root) is started inside the cluster and uses its working directory.
 */
export function folderForServer({ folder, account }: Pick<Cluster, "folder" | "account">): string {
  return account && !canReach(account, folder) ? "/proc/self/cwd" : folder;
}

/** Removes what an interrupted start or restore left. For the process that has locked the data folder. */
export async function sweepDrafts(home: string): Promise<void> {
  for (const name of existsSync(home) ? await readdir(home) : [])
    if (name.startsWith("draft-")) await rm(path.join(home, name), { recursive: true });
}

async function createCluster(home: string, target: Cluster, password: string): Promise<void> {
  await sweepDrafts(home);
  const draft = { ...target, folder: path.join(home, `draft-${process.pid}`) };
  const passwordFile = path.join(home, `draft-${process.pid}-password`);
  await mkdir(draft.folder);
  own(draft.folder, target.account);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (target.account) chownSync(passwordFile, target.account.uid, target.account.gid);
  try {
    await runInitdb(draft, path.basename(passwordFile));
  } finally {
    await rm(passwordFile);
  }
  await rename(draft.folder, target.folder);
}

async function runInitdb(cluster: Cluster, passwordFile: string): Promise<void> {
  const folder = folderForServer(cluster);
  const child = spawn(
    cluster.binaries.initdb,
    [
      ...["--pgdata", folder, "--username", databaseUser, "--auth", "scram-sha-256"],
      ...["--pwfile", `${folder}/../${passwordFile}`, "--encoding", "UTF8", "--locale", "C"],
      // Collation built into PostgreSQL: the same order on every machine a backup is restored on.
      ...["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
      ...(cluster.durable ? [] : ["--no-sync"]),
    ],
    { cwd: cluster.folder, env: serverEnvironment, stdio: ["ignore", "ignore", "pipe"], ...cluster.account },
  );
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [status] = await once(child, "close");
  if (status !== 0)
    throw new EmbeddedDatabaseError(explainFailure("The database could not be made", complaint));
}

/** Our own environment: this process's has secrets, a locale and PG* variables. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

/** A sentence from PostgreSQL's last output. */
export function explainFailure(what: string, complaint: string): string {
  if (/no space left on device/i.test(complaint)) {
    return `${what}: the disk is full. Free some space and start again.`;
  }
  const line = complaint.split("\n").findLast((text) => /FATAL|PANIC|error|could not/i.test(text));
  return `${what}: ${(line ?? complaint.trim()) || "PostgreSQL gave no reason"}`;
}

/** Only the account that PostgreSQL runs as can read the folder, which PostgreSQL requires. */
export function own(folder: string, account: ServerAccount | undefined): void {
  chmodSync(folder, 0o700);
  if (account) chownSync(folder, account.uid, account.gid);
}
