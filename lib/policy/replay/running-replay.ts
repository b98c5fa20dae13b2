import { and, eq, lt, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { replays } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { emptySummary, type ReplaySummary, replaySummarySchema } from "./tally.ts";

export type RunningReplay = Omit<typeof replays.$inferSelect, "summary"> & { summary: ReplaySummary };

export async function findRunningReplay(db: Database): Promise<RunningReplay | undefined> {
  const [row] = await db.select().from(replays).where(eq(replays.state, "running"));
  return (
    row && { ...row, summary: row.summary === null ? emptySummary : replaySummarySchema.parse(row.summary) }
  );
}

/** Cancels a replay. @throws {CountersignError} `not_found` for others; `conflict` once it ended */
export async function cancelReplay(
  db: Database,
  { actor, replayId, now }: { actor: Viewer; replayId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const ended = await db.transaction((tx) => endRunningReplay(tx, { actor, replayId, now }));
  if (!ended)
    throw new CountersignError("conflict", `replay ${replayId} does not run`, {
      userMessage: "This preview has already finished. Reload the page.",
    });
}

/** Ends the running replay, if any (only `replayId`, if given; only the actor's own with `ownOnly`). */
export async function endRunningReplay(
  tx: Transaction,
  { actor, replayId, ownOnly, now }: { actor: Viewer; replayId?: string; ownOnly?: boolean; now: Date },
): Promise<boolean> {
  const conditions = [
    ...(replayId === undefined ? [] : [eq(replays.id, replayId)]),
    ...(ownOnly ? [eq(replays.startedBy, actor.personId)] : []),
  ];
  const [ended] = await tx
    .update(replays)
    .set({ state: "cancelled", endedAt: now })
    .where(and(eq(replays.state, "running"), ...conditions))
    .returning({ id: replays.id, done: replays.done, draftDigest: replays.draftDigest });
  if (!ended) return false;
  await notify(tx, `replay/${ended.id}`);
  const data = { step: "cancelled", draft_digest: ended.draftDigest, requests: ended.done };
  await recordAudit(tx, { type: "policy.replayed", actor, subject: { replay: ended.id }, data }, now);
  return true;
}

/** Has the worker look for a replay that is to be run. */
export async function addReplayJob(db: Database | Transaction): Promise<void> {
  await db.execute(sql`select graphile_worker.add_job('replay', max_attempts => 5)`);
}

/** Queues an unfinished replay when a process starts. */
export async function resumeReplay(db: Database): Promise<void> {
  await db.execute(sql`
    select graphile_worker.add_job('replay', max_attempts => 5) from replays where state = 'running'`);
}

/** Deletes the impact previews that ended before a moment, with their results. */
export async function deleteReplays(db: Database, endedBefore: Date): Promise<void> {
  await db.delete(replays).where(lt(replays.endedAt, endedBefore));
}
