import type postgres from "postgres";
import { canonicalJson } from "#lib/json/canonical";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { decidedByPeople } from "#lib/people/decided-by-people";
import { keyOfHistory } from "#lib/policy/engine/context";
import type { Action } from "#lib/policy/language/action";
import { comparedValue, type History } from "#lib/policy/language/history";
import { realRequestIn } from "#lib/test-agents/conditions";

/** An ask whose texts are looked for in what people approved before. */
export interface Recalled {
  histories: readonly History[];
  agentId: string;
  ownerId: string;
  action: Action;
  /** The moment of the ask. */
  at: Date;
  /** Of a past request: the facts recorded with it, which stay and aren't read again. */
  recorded?: Readonly<Record<string, boolean>> | undefined;
}

/** Newest decisions only: an ask costs the same for any history. */
export const mostDecisions = 1000;

/**
 * Whether each text is new to the agent, by `historyKey`. A text is known by a request of the same
 * agent, owner and action type that people approved before the moment of the ask: not by one that policy
 * auto-approved, because an agent makes as many of them as it likes. Break-glass approvals, revoked grants
 * and test requests are no example. Only the agent's newest decisions by people are read, and what was
 * decided later changes nothing. A missing or unreadable text has no entry.
 */
export async function readHistory(
  sql: postgres.ISql,
  asks: readonly Recalled[],
): Promise<Record<string, boolean>[]> {
  const wanted = asks.flatMap(wantedOf);
  const found: Record<string, boolean>[] = asks.map(({ recorded }) => ({ ...recorded }));
  if (wanted.length === 0) return found;
  const rows = await historyQuery(sql, wanted);
  for (const { ask, key, isNew } of rows) {
    const facts = found[ask];
    if (facts) facts[key] = isNew;
  }
  return found;
}

interface Wanted {
  ask: number;
  key: string;
  agent: string;
  owner: string;
  type: string;
  /** Where the text is in an action, and its canonical JSON. */
  path: string[];
  literal: string;
  at: string;
  /** The newest request could have been made then, and the oldest. */
  until: string;
  since: string;
}

/** What a query has to look for. Exported for the test of its plan. */
export function wantedOf(asked: Recalled, ask: number): Wanted[] {
  const { histories, agentId, ownerId, action, at, recorded = {} } = asked;
  return histories.flatMap((history) => {
    const key = keyOfHistory(history, action);
    if (key === undefined || Object.hasOwn(recorded, key)) return [];
    const { path, days } = history;
    return {
      ...{ ask, key, agent: agentId, owner: ownerId, type: action.type, at: at.toISOString() },
      path: path.length === 0 ? ["resource"] : ["params", ...path],
      literal: canonicalJson(comparedValue(path, action)),
      until: firstIdAt("req", addSeconds(at, 0.001)),
      since: days === undefined ? "" : firstIdAt("req", addSeconds(at, -days * 86_400)),
    };
  });
}

/**
 * Looks for texts in the newest decisions, and stops at the first. Actions are stored in canonical form,
 * so a text is in an action exactly if its canonical JSON is. PostgreSQL can't parse an escaped U+0000: an
 * action with one makes nothing known.
 */
// The collation makes the planner use the index `requests_decided_by_people`. Grants are looked up in the case, for the
// requests with the text alone, one by one: as a condition, all of them would be joined.
export function historyQuery(sql: postgres.ISql, wanted: Wanted[]) {
  return sql<{ ask: number; key: string; isNew: boolean }[]>`
    select w.ask, w.key, not exists (
      select from (
        select r.id, r.state, r.is_break_glass, r.owner_id, r.action_type, r.edge, r.action from requests r
        where r.agent_id = w.agent and r.state in ('approved', 'denied') and ${sql.unsafe(decidedByPeople("r"))}
          and r.id collate "C" < w.until and r.id collate "C" >= w.since and r.closed_at < w.at
        order by r.id collate "C" desc limit ${mostDecisions}) as d
      where d.state = 'approved' and not d.is_break_glass and d.owner_id = w.owner and d.action_type = w.type and ${realRequestIn(sql, "d")}
        and case when strpos(d.action, w.literal) = 0 or strpos(d.action, '\\u0000') > 0 then false
          else (d.action::json #> w.path)::text = w.literal and coalesce((select g.state from grants g where g.request_id = d.id), 'none') <> 'revoked' end) as "isNew"
    from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(
      ask int, key text, agent text, owner text, type text, path text[], literal text, at timestamptz, until text, since text)`;
}
