import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { EmbeddedDatabaseError } from "./failure.ts";

/** PostgreSQL's record of a cluster's server, in postmaster.pid (src/include/utils/pidfile.h). */
export interface Postmaster {
  readonly pid: number;
  readonly port: string;
  readonly isReady: boolean;
}

const patienceMilliseconds = 60_000;

export function readPostmaster(folder: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return { pid, port: lines[3] ?? "", isReady: lines[7]?.trim() === "ready" };
}

/** The port of the ready server of a cluster. */
export function findRunning(folder: string): string | undefined {
  const found = readPostmaster(folder);
  return found?.isReady && runsOn(found.pid, folder) ? found.port : undefined;
}

/** Stops a server that an earlier process left on this cluster, cleanly. Returns its process ID. */
export async function stopLeftover(folder: string): Promise<number | undefined> {
  const found = readPostmaster(folder);
  if (!found) return undefined;
  if (!runsOn(found.pid, folder)) {
    // A crash of the machine leaves the file behind, and its process number may now belong to
    // another process: PostgreSQL would take the process for a live server.
    rmSync(path.join(folder, "postmaster.pid"), { force: true });
    return undefined;
  }
  await endServer(found.pid, () => !runsOn(found.pid, folder));
  return found.pid;
}

/** Fast shutdown (with a checkpoint), after a minute immediate: the next start repairs the data. */
export async function endServer(pid: number, hasEnded: () => boolean): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      // The server is gone, or going: the wait below will see.
    }
    for (const deadline = Date.now() + patienceMilliseconds; Date.now() < deadline; await pause(10)) {
      if (hasEnded()) return;
    }
  }
  throw new EmbeddedDatabaseError(
    `The database server (process ${pid}) does not stop: see why, or end it with kill -9 ${pid}.`,
  );
}

/** Whether process `pid` is this folder's database server, and no later process of the same number. */
function runsOn(pid: number, folder: string): boolean {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(folder);
    }
    const there = statSync(`/proc/${pid}/cwd`);
    const here = statSync(folder);
    return there.dev === here.dev && there.ino === here.ino;
  } catch {
    return false;
  }
}
