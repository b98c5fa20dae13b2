import { expect } from "vitest";
import type { Database } from "#db/client";

/**
 * Waits until `count` statements in the database wait for a lock, so that a race has the order the
 * test means. Fails as an assertion after 10 s: without the tested lock, no statement waits.
 */
export async function expectWaiting(db: Database, count: number): Promise<void> {
  const countWaiting = async () => {
    const [row] = await db.$client<{ waiting: number }[]>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return row?.waiting;
  };
  const message = "statements that wait for a lock";
  await expect.poll(countWaiting, { message, interval: 10, timeout: 10_000 }).toBe(count);
}
