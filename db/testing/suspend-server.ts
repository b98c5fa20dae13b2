import postgres from "postgres";

/**
 * Stops all processes of a server, as a network that breaks cuts it off: its connections stay, and nothing is
 * answered. @returns the processes
 */
export async function suspendServer(pid: number, url: string): Promise<number[]> {
  const sql = postgres(url, { max: 1 });
  await sql`select 1`;
  // The first process starts the others, and those that are there can still be asked.
  process.kill(pid, "SIGSTOP");
  const others = await sql<{ pid: number }[]>`select pid from pg_stat_activity`;
  const all = [pid, ...others.map((other) => other.pid)];
  signalEach(all, "SIGSTOP");
  await sql.end({ timeout: 0 });
  return all;
}

/** Signals the processes that haven't ended. */
export function signalEach(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
