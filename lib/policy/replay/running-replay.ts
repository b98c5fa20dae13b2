import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { replays } from "#db/schema/policy";
import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import { emptySummary, type ReplaySummary, replaySummarySchema } from "./tally.ts";

/** The replay under way, as far as it is. */
export interface RunningReplay {
  id: string;
  draftDigest: string;
  rules: unknown[];
  defaultOutcome: DefaultOutcome;
  unclassified: Unclassified;
  catalog: unknown[];
  against: number | null;
  total: number;
  done: number;
  cursor: string;
  summary: ReplaySummary;
  startedAt: Date;
}

/** The running replay, if any. */
export async function findRunningReplay(db: Database): Promise<RunningReplay | undefined> {
  const [row] = await db.select().from(replays).where(eq(replays.state, "running"));
  return (
    row && { ...row, summary: row.summary === null ? emptySummary : replaySummarySchema.parse(row.summary) }
  );
}
