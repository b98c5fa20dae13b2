import type { Database } from "#db/client";
import { readHistory } from "#lib/policy/history/read-history";
import type { Action } from "#lib/policy/language/action";
import type { AskedRow, PastJudge } from "./judge.ts";

/** Requests whose history is read together. */
const readTogether = 50;

/**
 * The requests with what was new to their agents then, as far as the judges ask for it: what is recorded,
 * and else what an ask would have read at that moment.
 */
export async function recall<Row extends AskedRow>(
  { $client: sql }: Database,
  rows: Row[],
  judges: PastJudge[],
): Promise<Row[]> {
  const recalled: Row[] = [];
  for (let next = 0; next < rows.length; next += readTogether) {
    const some = rows.slice(next, next + readTogether);
    const read = await readHistory(
      sql,
      some.map((row) => asked(row, judges)),
    );
    recalled.push(...some.map((row, index) => ({ ...row, facts: { ...row.facts, isNew: read[index] } })));
  }
  return recalled;
}

function asked(
  { agent_id: agentId, owner_id: ownerId, asked_at: at, ...row }: AskedRow,
  judges: PastJudge[],
) {
  const action = JSON.parse(row.action) as Action;
  const histories = judges.flatMap((judge) => judge.historiesOf(action.type));
  return { agentId, ownerId, action, histories, at: new Date(at), recorded: row.facts?.isNew };
}
