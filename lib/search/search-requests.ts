import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestState } from "#db/schema/requests";
import { stateAt } from "#lib/requests/state-at";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { requestTitle } from "#lib/test-agents/request-title";

/** A request by its ID, without the agent's words. */
export interface FoundRequest {
  id: string;
  /** As of now. */
  state: RequestState;
  actionType: string;
  /** From the action types; null for an unknown type. */
  title: string | null;
  agent: string;
  agentId: string;
}

type Row = Pick<FoundRequest, keyof FoundRequest> & { expiresAt: string };

const idLength = 26;
/** Ten characters of an ID are its time. Eight span a second. */
const shortestBeginning = 8;
/** Bounds the look-up when an agent asks more often than that within the second. */
const mostCompared = 1000;
const beginning = new RegExp(
  `^(?:req_)?([0-7][0-9a-hjkmnp-tv-z]{${shortestBeginning - 1},${idLength - 1}})$`,
);

/** Openable requests whose ID begins with a text, newest first. */
export async function searchRequests(
  db: Database,
  { viewer, text, most, now }: { viewer: RequestReader; text: string; most: number; now: Date },
): Promise<FoundRequest[]> {
  const [, start] = beginning.exec(text.toLowerCase()) ?? [];
  if (start === undefined) return [];
  const [first, last] = ["0", "z"].map((end) => `req_${start.padEnd(idLength, end)}`);
  const rows = await db.execute<Row>(sql`
    select r.id, r.state, r.action_type as "actionType", ${requestTitle()} as title, a.name as agent, a.id as "agentId", r.expires_at as "expiresAt"
    from (select id from requests where id between ${first} and ${last} order by id desc limit ${mostCompared}) c
      join requests r on r.id = c.id join agents a on a.id = r.agent_id
      left join action_types t on t.type = r.action_type
    where ${readableRequests(viewer, now)}
    order by r.id desc limit ${most}`);
  return rows.map(({ expiresAt, ...row }) => ({
    ...row,
    state: stateAt(row.state, new Date(expiresAt), now),
  }));
}
