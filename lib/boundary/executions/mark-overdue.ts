import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { endStandingOfTypes } from "#lib/voiding/end-standing-approvals";
import { announceUncertain } from "./announce-uncertain.ts";

/** Executions marked per transaction: few, for short locks. */
const batch = 200;
/** The advisory lock of every marking. */
export const markLock = 7_240_129;
const actor = { type: "system", id: "mark-uncertain" } as const;

/** Marks executions without a report in time as uncertain, and notifies the owners: one process at a time. */
export async function markOverdue(db: Database, now: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await db.transaction((tx) => markBatch(tx, now));
    total += count;
    if (count < batch) return total;
  }
}

// One-way. SKIP LOCKED leaves out executions being reported now.
async function markBatch(tx: Transaction, now: Date): Promise<number> {
  const [lock] = await tx.execute<{ isMine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${markLock}) as "isMine"`,
  );
  if (!lock?.isMine) return 0;
  const at = now.toISOString();
  const rows = await tx.execute<{ request_id: string; agent_id: string; grant_id: string }>(sql`
    update executions set state = 'uncertain', uncertain_at = ${at}
    where request_id in (select request_id from executions where state = 'expected' and due_at <= ${at}
      order by due_at limit ${batch} for update skip locked)
    returning request_id, agent_id, grant_id`);
  if (rows.length === 0) return 0;
  const facts = rows.map(({ request_id, agent_id, grant_id }) => {
    const subject = { request: request_id, agent: agent_id, grant: grant_id };
    return { type: "execution.uncertain" as const, actor, subject, data: { reason: "no_report" } };
  });
  await recordAudits(tx, facts, now);
  await announceUncertain(tx, [...new Set(rows.map(({ agent_id }) => agent_id))], now);
  const requestIds = rows.map(({ request_id }) => request_id);
  await endStandingOfTypes(tx, requestIds, { reason: "execution_uncertain", actor, now });
  await notifyOfRequests(tx, requestIds);
  return rows.length;
}
