import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { type ReplayState, replays } from "#db/schema/policy";
import { CountersignError } from "#lib/kernel/errors";
import { rulesSchema } from "#lib/policy/language/rule";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { automaticDays, mostReplayed, replayScopeSchema } from "./scope.ts";
import { replaySummarySchema } from "./tally.ts";

/** Everything but the content, of which the titles of the draft's rules alone are shown. */
const shown = {
  ...columnsOf(replays, "id", "state", "scope", "against", "total", "done", "draftDigest", "rules"),
  ...columnsOf(replays, "summary", "startedBy", "startedAt", "endedAt"),
};

export type ReplayView = ReturnType<typeof viewOf>;

/** @throws {CountersignError} `not_found` for an unknown ID, or when the viewer is not an admin. */
export async function findReplay(db: Database, viewer: Viewer, id: string): Promise<ReplayView> {
  requireRole(viewer, "admin");
  const [row] = await db.select(shown).from(replays).where(eq(replays.id, id));
  if (row) return viewOf(row);
  throw noReplay(id);
}

function noReplay(id: string): CountersignError {
  return new CountersignError("not_found", `there is no replay ${id}`, {
    userMessage: "This preview doesn't exist. Previews are kept for a week.",
  });
}

export async function latestReplay(db: Database, viewer: Viewer): Promise<ReplayView | undefined> {
  requireRole(viewer, "admin");
  const [row] = await db.select(shown).from(replays).orderBy(desc(replays.id)).limit(1);
  return row && viewOf(row);
}

/** The replay that shows a draft's effect on the live version, over enough requests; done ones first. */
export async function publishingPreview(
  db: Database,
  viewer: Viewer,
  { draftDigest, inForce }: { draftDigest: string; inForce: number },
): Promise<ReplayState | undefined> {
  requireRole(viewer, "admin");
  const { id, state, scope, total, against } = replays;
  // A replay of fewer requests than it could take has replayed all that there are.
  const coversEnough = sql`case when ${scope} ? 'days' then (${scope}->>'days')::int >= ${automaticDays}
    else (${scope}->>'last')::int >= least(${total} + 1, ${mostReplayed}) end`;
  const [row] = await db
    .select({ state })
    .from(replays)
    .where(and(eq(replays.draftDigest, draftDigest), eq(against, inForce), coversEnough))
    .orderBy(desc(eq(state, "done")), desc(id))
    .limit(1);
  return row?.state;
}

/** A replay's progress, which an open page reads after each change of `replay/<id>`. */
export async function replayProgress(
  db: Database,
  viewer: Viewer,
  id: string,
): Promise<Pick<ReplayView, "state" | "total" | "done">> {
  requireRole(viewer, "admin");
  const { state, total, done } = replays;
  const [row] = await db.select({ state, total, done }).from(replays).where(eq(replays.id, id));
  if (row) return row;
  throw noReplay(id);
}

function viewOf({ rules, scope, summary, ...row }: Pick<typeof replays.$inferSelect, keyof typeof shown>) {
  return {
    ...row,
    rules: rulesSchema.parse(rules),
    scope: replayScopeSchema.parse(scope),
    summary: summary === null ? null : replaySummarySchema.parse(summary),
  };
}
