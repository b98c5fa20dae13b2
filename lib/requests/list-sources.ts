import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type RequestSource, requestSource } from "./request-source.ts";

/** Through what an agent's last requests came, how many of them, and the last time. */
export interface SeenSource {
  source: RequestSource;
  count: number;
  lastAt: Date;
}

/** The requests that are read, newest first. */
const mostRead = 500;
/** The most sources on a page. */
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
