import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";

/** Has the worker look for a replay that is to be run. */
export async function addReplayJob(db: Database | Transaction): Promise<void> {
  await db.execute(sql`select graphile_worker.add_job('replay', max_attempts => 5)`);
}

/**
 * Queues the job for a replay that a stopped process left unfinished; called when a process starts.
 */
export async function resumeReplay(db: Database): Promise<void> {
  await db.execute(sql`
    select graphile_worker.add_job('replay', max_attempts => 5) from replays where state = 'running'`);
}
