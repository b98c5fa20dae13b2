import { readdirSync, readFileSync } from "node:fs";
import type { Database } from "#db/client";

/** Milliseconds of processor time, by the component that used them. */
export interface CpuTime {
  /** The main threads of the servers, which run JavaScript. */
  main: number;
  /** Their other threads: signatures, garbage collection, compilation. */
  threads: number;
  /** PostgreSQL with all its processes. */
  postgres: number;
  /** The load generator: this process. */
  load: number;
}

// The kernel counts in hundredths of a second on every Linux platform that Node supports.
const millisecondsPerTick = 10;

/**
 * Reads the processor time used so far by servers and their database. The times come from `/proc`
 * (proc(5)), so only on Linux: elsewhere, undefined.
 * @param servers the process IDs of the servers.
 * @param postmaster the process ID of PostgreSQL's first process.
 */
export function readCpu({
  servers,
  postmaster,
}: {
  servers: number[];
  postmaster: number;
}): CpuTime | undefined {
  if (process.platform !== "linux") return undefined;
  const { user, system } = process.cpuUsage();
  const sum = (files: string[]) => files.reduce((total, file) => total + (readStat(file)?.own ?? 0), 0);
  const main = sum(servers.map((server) => `/proc/${server}/task/${server}/stat`));
  const all = sum(servers.map((server) => `/proc/${server}/stat`));
  const database = readStat(`/proc/${postmaster}/stat`);
  const backends = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(`/proc/${name}/stat`))
    .filter((stat) => stat?.parent === postmaster);
  const postgres =
    (database?.own ?? 0) +
    // Time of backends that have ended, for which PostgreSQL's first process has waited.
    (database?.ended ?? 0) +
    backends.reduce((sum, stat) => sum + (stat?.own ?? 0), 0);
  return { main, threads: all - main, postgres, load: (user + system) / 1000 };
}

/** The process ID of PostgreSQL's first process, the parent of every other one. */
export async function findPostmaster(db: Database): Promise<number> {
  const [row] = await db.$client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return readStat(`/proc/${row?.pid}/stat`)?.parent ?? 0;
}

/** Undefined for a process or thread that has ended. */
function readStat(file: string): { parent: number; own: number; ended: number } | undefined {
  try {
    const text = readFileSync(file, "utf8");
    // The second field is the name in parentheses, which may contain spaces.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = (...numbers: number[]) =>
      numbers.reduce((sum, number) => sum + Number(fields[number - 3]), 0) * millisecondsPerTick;
    return { parent: Number(fields[1]), own: ticks(14, 15), ended: ticks(16, 17) };
  } catch {
    return undefined;
  }
}
