import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { replays } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import type { Clock } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { loadPolicy, preparePolicy } from "#lib/policy/engine/load";
import { PastJudge } from "./judge.ts";
import { type Change, type Compared, judgePage, type PastRequest, readPage } from "./judge-page.ts";
import { recall } from "./recall.ts";
import { findRunningReplay, type RunningReplay } from "./running-replay.ts";
import { type ReplaySummary, Tally } from "./tally.ts";
import { warmUp } from "./warm-up.ts";

/** Requests between two checks for a cancelled replay, stored together. */
const batchSize = 2000;

/**
 * Runs the current replay from its last stored batch to its end, also one left by a killed process. Of two
 * workers, the first to store a batch continues alone. When `signal` aborts, the next worker goes on.
 */
export async function runReplay(
  db: Database,
  { clock, signal }: { clock: Clock; signal?: AbortSignal | undefined },
): Promise<void> {
  let replay = await findRunningReplay(db);
  if (!replay) return;
  const compared = await compile(db, replay);
  let next = pageAfter(db, replay);
  while (replay && !signal?.aborted) {
    const page = await next;
    const rest = replay.total - replay.done - page.length;
    const isLast = rest <= 0 || page.length === 0;
    const cursor = page.at(-1)?.id ?? replay.cursor;
    const following: RunningReplay = { ...replay, cursor, done: replay.done + page.length };
    // Read while this page is evaluated.
    if (!isLast) next = pageAfter(db, following);
    replay = await runBatch(db, { replay, following, page, compared, isLast, now: clock });
  }
  await next.catch(() => undefined);
}

interface BatchRun {
  replay: RunningReplay;
  following: RunningReplay;
  page: PastRequest[];
  compared: Compared;
  isLast: boolean;
  now: Clock;
}

/** @returns the replay after the batch; undefined when ended, or run by another worker. */
async function runBatch(db: Database, run: BatchRun): Promise<RunningReplay | undefined> {
  const { replay, following, isLast } = run;
  const tally = new Tally(replay.summary);
  const { draft, baseline = draft } = run.compared;
  const page = await recall(db, run.page, [draft, baseline]);
  const changes = await judgePage(page, run.compared, tally);
  const summary = tally.summary();
  const { cursor, done } = following;
  const isSaved = await saveBatch(db, replay, { changes, summary, done, cursor, isLast }, run.now());
  return isSaved && !isLast ? { ...following, summary } : undefined;
}

function pageAfter(db: Database, { cursor, startedAt, total, done }: RunningReplay): Promise<PastRequest[]> {
  const through = firstIdAt("req", startedAt);
  const page = readPage(db, { after: cursor, through, limit: Math.min(batchSize, total - done) });
  // It is awaited only after the page before; a failure must not count as unhandled until then.
  page.catch(() => undefined);
  return page;
}

async function compile(db: Database, replay: RunningReplay): Promise<Compared> {
  const { draftDigest, against } = replay;
  const draft = new PastJudge(await preparePolicy({ ...replay, version: 0, digest: draftDigest }));
  const baseline = against === null ? undefined : new PastJudge(await loadPolicy(db, against));
  await warmUp(db, baseline ? [draft, baseline] : [draft], replay.cursor);
  return { draft, baseline };
}

/** Ends the replay under way as failed: it was tried often enough. */
export async function failReplay(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [failed] = await tx
      .update(replays)
      .set({ state: "failed", endedAt: now })
      .where(and(eq(replays.state, "running")))
      .returning({ id: replays.id, draftDigest: replays.draftDigest });
    if (!failed) return;
    await notify(tx, `replay/${failed.id}`);
    const actor = { type: "system" as const, id: "replay" };
    const data = { step: "failed", draft_digest: failed.draftDigest };
    await recordAudit(tx, { type: "policy.replayed", actor, subject: { replay: failed.id }, data }, now);
  });
}

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
async function saveBatch(db: Database, replay: RunningReplay, batch: Batch, now: Date): Promise<boolean> {
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
