import { expect } from "vitest";
import type { Database } from "#db/client";

/**
 * Waits until this many statements in the database wait for a lock, so that a race is tested in the
 * order that the test means. Fails as an assertion after 10 s: without the lock that a test holds it
 * to, a statement does not wait.
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
