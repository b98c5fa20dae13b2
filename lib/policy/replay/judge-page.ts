import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import type { Action } from "#lib/policy/language/action";
import { realRequestIn } from "#lib/test-agents/conditions";
import { type DecidedRow, type Ending, endingOf, isSameEnding, recordedEnding } from "./ending.ts";
import type { AskedRow, PastJudge } from "./judge.ts";
import type { Tally } from "./tally.ts";

/** How long a replay blocks the process at a time, and how long it pauses then. */
const sliceMilliseconds = 2;
const pauseMilliseconds = 1;

export interface Compared {
  draft: PastJudge;
  /** The version to compare the draft with; undefined: the outcomes decided at the time. */
  baseline: PastJudge | undefined;
}

export interface Change {
  requestId: string;
  before: Ending;
  after: Ending;
}

/** Evaluates past requests into the tally. Returns those with a changed outcome. */
export async function judgePage(page: PastRequest[], compared: Compared, tally: Tally): Promise<Change[]> {
  const changes: Change[] = [];
  await inSlices(page, (row) => {
    const endings = endingsOf(row, compared);
    if (!endings) return tally.addUndetermined();
    const isSame = isSameEnding(endings.before, endings.after);
    tally.add(row.owner_id, endings.before, endings.after, isSame);
    if (!isSame) changes.push({ requestId: row.id, ...endings });
  });
  return changes;
}

/** Evaluates past requests, yielding every few milliseconds so that asks are answered in between. */
export async function inSlices<Row>(rows: Iterable<Row>, evaluate: (row: Row) => void): Promise<void> {
  let since = performance.now();
  for (const row of rows) {
    evaluate(row);
    if (performance.now() - since < sliceMilliseconds) continue;
    // An ask takes several turns of the event loop: yielding for one turn only would make the ask
    // wait for as many slices.
    await pause(pauseMilliseconds);
    since = performance.now();
  }
}

function endingsOf(row: PastRequest, { draft, baseline }: Compared): Omit<Change, "requestId"> | undefined {
  const action = JSON.parse(row.action) as Action;
  const after = draft.judge(row, action);
  const before = baseline?.judge(row, action);
  if (!after || (baseline && !before)) return undefined;
  return { before: before ? endingOf(before) : recordedEnding(row), after: endingOf(after) };
}

export type PastRequest = AskedRow & DecidedRow & { id: string };

export interface Page {
  /** The page begins after the first ID and ends with the second. */
  after: string;
  through: string;
  limit: number;
}

/** The next requests without test requests, oldest first. Only the columns that a replay needs. */
export async function readPage(
  { $client: sql }: Database,
  { after, through, limit }: Page,
): Promise<PastRequest[]> {
  return sql<PastRequest[]>`
    select id, agent_id, owner_id, action, facts, state, approvals_required, requirements, rule_ids,
      (extract(epoch from created_at) * 1000)::float8 as asked_at,
      case when state in ('allowed', 'approved') then 'infinity'::float8
        when state = 'blocked' then 0
        else (extract(epoch from least(closed_at, expires_at)) * 1000)::float8 end as counted_until
    from requests r where id > ${after} and id <= ${through} and ${realRequestIn(sql, "r")} order by id limit ${limit}`;
}
