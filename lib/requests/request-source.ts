import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestEdge } from "#db/schema/requests";

/** Through what a request came. */
export interface RequestSource {
  /** The edge of this server; null when the agent's key signed. */
  edge: RequestEdge | null;
  /** The hook token, secret or key that authenticated the call. */
  keyId: string;
  /** The agent's claim, if registered. `kind` is the boundary's word. */
  boundary: { name: string; kind: string | null } | null;
}

/** {@link RequestSource} of request `r`, as JSON. The ask's boundary first: the approver saw it. */
export function requestSource(): SQL {
  return sql`json_build_object('edge', r.edge, 'keyId', r.agent_key_id, 'boundary',
    (select json_build_object('name', b.name, 'kind', b.kind) from boundaries b
      where b.id = coalesce(r.boundary_id, (select x.boundary_id from executions x where x.request_id = r.id))))`;
}

export interface SeenSource {
  source: RequestSource;
  count: number;
  lastAt: Date;
}

/** The requests that are read, newest first. */
const mostRead = 500;
const mostShown = 10;

/** Through what an agent's last requests came, latest first. The caller checks access. */
export async function listSources(db: Database, agentId: string): Promise<SeenSource[]> {
  const rows = await db.execute<Omit<SeenSource, "lastAt"> & { lastAt: string }>(sql`
    select source::json as source, count(*)::int as count, max(created_at) as "lastAt"
    from (select ${requestSource()}::text as source, r.created_at, r.id from requests r
      where r.agent_id = ${agentId} order by r.id collate "POSIX" desc limit ${mostRead}) as recent
    group by recent.source order by max(id) desc limit ${mostShown}`);
  return rows.map((row) => ({ ...row, lastAt: new Date(row.lastAt) }));
}
