import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt, timeOfId } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";
import type { PastJudge } from "./judge.ts";
import { readPage } from "./judge-page.ts";

/** The most requests read for the first totals; totals that look back further are unknown. */
const mostRead = 200_000;
const pageSize = 1000;

/** Makes judges count the requests before their start, as far back as their totals' windows. */
export async function warmUp(db: Database, judges: PastJudge[], cursor: string): Promise<void> {
  const reachMs = Math.max(...judges.map((judge) => judge.reachMs));
  if (reachMs === 0 || cursor === firstCursor) return;
  const since = addSeconds(timeOfId(cursor), -reachMs / 1000);
  const [edge] = await db.$client<{ id: string }[]>`
    select id from requests where id >= ${firstIdAt("req", since)} and id <= ${cursor} order by id desc offset ${mostRead} limit 1`;
  let after = edge?.id ?? firstIdAt("req", since);
  for (const judge of judges) judge.knownFrom = edge ? timeOfId(edge.id).getTime() : since.getTime();
  for (;;) {
    const page = await readPage(db, { after, through: cursor, limit: pageSize });
    for (const row of page) {
      const action = JSON.parse(row.action) as Action;
      for (const judge of judges) judge.count(row, action);
    }
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}

/** The cursor of a replay that begins with the very first request. */
export const firstCursor = "req_";
