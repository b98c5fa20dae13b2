import { lt, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { reminders } from "#db/schema/notices";

/** The most reminders of a run; the rest follow. */
const together = 500;

/**
 * The due reminders that no process has sent, marked as sent in the caller's transaction. The row
 * that marks a reminder is inserted once: of two processes, the second waits and finds it.
 * @param due a query of `about`, the ID of the subject, `stage`, and what the caller needs.
 */
export async function takeDue<Row extends Record<string, unknown>>(
  tx: Transaction,
  due: SQL,
  now: Date,
): Promise<Row[]> {
  const rows = await tx.execute(sql`
    with due as materialized (
      select d.* from (${due}) d
      where not exists (select from reminders r where r.about = d.about and r.stage = d.stage)
      order by d.about, d.stage limit ${together}),
    taken as (
      insert into reminders (about, stage, sent_at) select about, stage, ${now.toISOString()}::timestamptz from due order by about, stage
      on conflict do nothing returning about, stage)
    select due.* from due join taken using (about, stage) order by about, stage`);
  return [...rows] as Row[];
}

/** Deletes marks sent before `until`, whose subjects have ended. */
export async function deleteOldReminders(db: Database, until: Date): Promise<void> {
  await db.delete(reminders).where(lt(reminders.sentAt, until));
}
