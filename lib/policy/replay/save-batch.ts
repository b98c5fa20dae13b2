import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import type { Change } from "./judge-page.ts";
import type { RunningReplay } from "./running-replay.ts";
import type { ReplaySummary } from "./tally.ts";

export interface Batch {
  changes: Change[];
  summary: ReplaySummary;
  done: number;
  cursor: string;
  isLast: boolean;
}

/**
 * Stores the results of a batch. The one conditional UPDATE requires the replay to be running and
 * at the start of this batch: otherwise the replay was cancelled, or another worker is further on,
 * and nothing is stored. So every request is counted once, even if workers are killed or restarted.
 * @returns whether the results were stored.
 */
export async function saveBatch(
  db: Database,
  replay: RunningReplay,
  batch: Batch,
  now: Date,
): Promise<boolean> {
  const { changes, summary, done, cursor, isLast } = batch;
  return db.transaction(async (tx) => {
    const updated = await tx.execute(sql`
      update replays set done = ${done}::int, cursor = ${cursor}, summary = ${JSON.stringify(summary)}::text::jsonb,
        state = ${isLast ? "done" : "running"}, ended_at = ${isLast ? now.toISOString() : null}::timestamptz
      where id = ${replay.id} and state = 'running' and cursor = ${replay.cursor} returning id`);
    if (updated.length === 0) return false;
    await notify(tx, `replay/${replay.id}`);
    if (changes.length > 0)
      await tx.execute(sql`
        insert into replay_changes (replay_id, request_id, before, after)
        select ${replay.id}, c."requestId", c.before, c.after
        from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as c("requestId" text, before jsonb, after jsonb)`);
    if (!isLast) return true;
    const data = { step: "done", draft_digest: replay.draftDigest, requests: done, changed: summary.changed };
    const actor = { type: "system" as const, id: "replay" };
    await recordAudit(tx, { type: "policy.replayed", actor, subject: { replay: replay.id }, data }, now);
    return true;
  });
}
