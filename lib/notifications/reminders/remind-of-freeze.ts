import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { announceToApprovers } from "#lib/lifecycle/freeze-agents";
import { takeDue } from "./take-due.ts";

/**
 * Reminds admins and approvers while agents are frozen: each hour for six hours, then each day. A run that
 * comes late sends the newest reminder alone.
 */
export async function remindOfFreeze(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    // Null while no freeze lasts.
    const hours = sql`floor(extract(epoch from ${now.toISOString()}::timestamptz - frozen_at) / 3600)::int`;
    const due = sql`
      select 'freeze ' || freeze_epoch as about, (case when hours < 24 then least(hours, 6) else hours / 24 * 24 end)::text as stage
      from (select freeze_epoch, ${hours} as hours from policy_head) h where hours >= 1`;
    const reminders = await takeDue(tx, due, now);
    if (reminders.length > 0) await announceToApprovers(tx, { kind: "agents_frozen", now });
  });
}
