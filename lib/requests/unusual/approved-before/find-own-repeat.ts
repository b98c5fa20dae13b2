import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { executePrepared } from "#db/prepared";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import type { RepeatOutcome } from "../finding.ts";
import { type EarlierRow, earlierQuery } from "./earlier-query.ts";
import { strongestOf } from "./strongest.ts";

/** An agent's own earlier request, as in an ask's answer. */
interface OwnRepeat {
  request_id: string;
  at: string;
  outcome: RepeatOutcome;
}

interface Wanted {
  requestId: string;
  now: Date;
}

/**
 * The same agent's earlier request for exactly the same action, for the agent itself (invariant
 * 16). Only for pending requests: an auto-approved ask doesn't pay for it.
 */
export const findOwnRepeat = groupCommitPerDatabase(findAll, { mostTogether: 64 });

async function findAll(db: Database, wanted: Wanted[]): Promise<(OwnRepeat | undefined)[]> {
  const now = new Date(Math.max(...wanted.map((each) => each.now.getTime())));
  // For each answer to a pending ask: planning took three times as long as running.
  const rows = await executePrepared<EarlierRow>(
    db,
    earlierQuery(
      wanted.map(({ requestId }) => ({ id: requestId, at: now })),
      { scope: sql`r.agent_id = c.agent_id`, most: 20, isExact: true, now },
    ),
  );
  const repeats = strongestOf(rows, undefined);
  return wanted.map(({ requestId }) => {
    const repeat = repeats.get(requestId);
    return repeat && { request_id: repeat.requestId, at: repeat.at.toISOString(), outcome: repeat.outcome };
  });
}
