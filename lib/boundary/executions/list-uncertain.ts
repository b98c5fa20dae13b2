import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { viewerResolves } from "./resolvers.ts";

/** An execution that may or may not have run, for a person who may resolve it. */
export interface UncertainItem {
  requestId: string;
  /** The action type's title; null for a type unknown in the request's policy version. */
  title: string | null;
  actionType: string;
  /** The agent's own notation: untrusted. */
  resource: string | null;
  agent: string;
  startedAt: Date;
  /** Whether the agent reported the uncertainty, or no report arrived. */
  isReported: boolean;
}

/** The most executions on a page, oldest first; the rest follow as these are resolved. */
const most = 10;

/** The uncertain executions that the viewer may resolve, and their number. */
export async function listUncertain(
  db: Database,
  viewer: { personId: string; roles: readonly Role[] },
): Promise<{ items: UncertainItem[]; count: number }> {
  const rows = await db.execute<Omit<UncertainItem, "startedAt"> & { startedAt: string; count: number }>(sql`
    select x.request_id as "requestId", t.title, r.action_type as "actionType", r.resource, a.name as agent,
      x.started_at as "startedAt", x.reported_at is not null as "isReported", count(*) over ()::int as count
    from executions x join agents a on a.id = x.agent_id join requests r on r.id = x.request_id
      left join action_types t on t.type = r.action_type
    where x.state = 'uncertain' and x.resolved_at is null and ${viewerResolves(viewer)}
    order by x.request_id limit ${most}`);
  const items = rows.map(({ count: _, startedAt, ...item }) => ({ ...item, startedAt: new Date(startedAt) }));
  return { items, count: rows[0]?.count ?? 0 };
}
