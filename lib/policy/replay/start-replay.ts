import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { replays } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { firstIdAt, newId } from "#lib/kernel/ids";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { contentDigest, contentOf } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realRequest } from "#lib/test-agents/conditions";
import { addReplayJob, endRunningReplay } from "./running-replay.ts";
import { mostReplayed, type ReplayScope } from "./scope.ts";
import { firstCursor } from "./warm-up.ts";

export interface ReplayStart {
  actor: Viewer;
  scope: ReplayScope;
  /** What to compare with: the outcomes at the time, or the verdicts of the live version. */
  against: "then" | "in_force";
  /** Whether no one asked for the replay: it then never ends another person's. */
  isAutomatic?: boolean;
  now: Date;
}

/**
 * Starts to replay past requests with the draft, in the background, in place of a running, older replay.
 * @returns the replay's ID; undefined for an automatic replay while another person's runs.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` without requests to
 * replay, or when another admin started a replay at the same moment.
 */
export async function startReplay(
  db: Database,
  start: ReplayStart & { isAutomatic?: false },
): Promise<string>;
export async function startReplay(db: Database, start: ReplayStart): Promise<string | undefined>;
export async function startReplay(db: Database, start: ReplayStart): Promise<string | undefined> {
  const { actor, scope, isAutomatic = false, now } = start;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const span = await measureSpan(tx, scope, now);
    if (span.total === 0) throw nothingToReplay();
    await endRunningReplay(tx, { actor, ownOnly: isAutomatic, now });
    const content = contentOf(await foreseeNextVersion(tx));
    const id = newId("rpl", now);
    const draftDigest = contentDigest(content);
    const against = start.against === "in_force" ? await currentPolicyVersion(tx) : null;
    const made = await tx
      .insert(replays)
      .values({
        ...{ id, draftDigest, ...content, scope, against, ...span },
        ...{ state: "running", startedBy: actor.personId, startedAt: now },
      })
      .onConflictDoNothing()
      .returning({ id: replays.id });
    // Only one replay runs, by a unique index.
    if (made.length === 0 && isAutomatic) return undefined;
    if (made.length === 0) throw startedMeanwhile();
    await addReplayJob(tx);
    const data = { step: "started", draft_digest: draftDigest, requests: span.total };
    await recordAudit(tx, { type: "policy.replayed", actor, subject: { replay: id }, data }, now);
    return id;
  });
}

/** The number of requests to replay, and the ID they begin after. */
async function measureSpan(
  tx: Transaction,
  scope: ReplayScope,
  now: Date,
): Promise<{ total: number; cursor: string }> {
  const floor = "days" in scope ? firstIdAt("req", addSeconds(now, -scope.days * 86_400)) : "req_";
  const most = "last" in scope ? scope.last : mostReplayed;
  const [row] = await tx.execute<{ total: number; oldest: string | null }>(sql`
    select count(*)::int as total, min(id) as oldest from (
      select id from requests r where id >= ${floor} and id < ${firstIdAt("req", now)} and ${realRequest("r")} order by id desc limit ${most}) as span`);
  const [before] = await tx.execute<{ id: string }>(sql`
    select id from requests where id < ${row?.oldest ?? ""} order by id desc limit 1`);
  return { total: row?.total ?? 0, cursor: before?.id ?? firstCursor };
}

function nothingToReplay(): CountersignError {
  return new CountersignError("conflict", "there are no requests to replay", {
    userMessage: "There were no requests in that period, so there's nothing to preview.",
    details: { reason: "no_requests" },
  });
}

function startedMeanwhile(): CountersignError {
  return new CountersignError("conflict", "another replay was started at this moment", {
    userMessage: "Another admin just started a preview. Reload to see it.",
  });
}
