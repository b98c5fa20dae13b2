import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestState } from "#db/schema/requests";
import { stateAt } from "#lib/requests/state-at";
import { type RequestReader, visibleRequests } from "#lib/requests/visible-requests";

type Row = { id: string; state: RequestState; expires_at: string };

/** The oldest of an agent's requests that the viewer may read, if any. */
export async function findFirstRequest(
  db: Database,
  { viewer, agentId, now }: { viewer: RequestReader; agentId: string; now: Date },
): Promise<{ id: string; state: RequestState } | undefined> {
  // In the order of the index by agent, of which the query reads the beginning.
  const [row] = await db.execute<Row>(sql`
    select r.id, r.state, r.expires_at from requests r join agents a on a.id = r.agent_id
    where r.agent_id = ${agentId} and ${visibleRequests(viewer, now)}
    order by r.id collate "POSIX" limit 1`);
  return row && { id: row.id, state: stateAt(row.state, new Date(row.expires_at), now) };
}
