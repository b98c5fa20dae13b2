import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Sql } from "postgres";

/** The advisory lock of the one process that migrates: the same in every process. */
const migrationLock = 7_240_113;
const pollMilliseconds = 250;
const sayMilliseconds = 5000;

/**
 * Asks for the lock again and again, because `create index concurrently` of the process that holds it
 * waits for every statement that began before, also for one that waits for an advisory lock.
 * @returns the server's process that holds it now
 */
export async function waitForLock(client: Sql, log?: Pick<Logger, "warn">): Promise<number> {
  for (let said = 0; ; ) {
    const [row] = await client<[{ isHeld: boolean; pid: number }]>`
      select pg_try_advisory_lock(${migrationLock}) as "isHeld", pg_backend_pid() as pid`;
    if (row.isHeld) return row.pid;
    if (log && (said === 0 || performance.now() - said >= sayMilliseconds)) {
      said = performance.now();
      log.warn({ holders: await findHolders(client) }, "waiting for another process that migrates");
    }
    await pause(pollMilliseconds * (0.5 + Math.random()));
  }
}

/** The sessions that hold the lock, by the server's process, and since when each is connected. */
function findHolders(client: Sql): Promise<object[]> {
  return client`
    select pid, client_addr::text as address, backend_start as since
    from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and (classid, objid, objsubid) = (0, ${migrationLock}, 1)
      and database = (select oid from pg_database where datname = current_database())`;
}
