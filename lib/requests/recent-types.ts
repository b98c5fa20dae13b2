import type { Database } from "#db/client";
import type { Json } from "#lib/json/canonical";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realRequestIn } from "#lib/test-agents/conditions";

const days = 30;
/** The newest requests read of these days: bounds the cost for busy agents. */
const mostRequests = 100_000;
const mostSamples = 200;

export interface RecentType {
  type: string;
  count: number;
  /** The agents with the most requests, three at most. */
  agentIds: string[];
  agentCount: number;
  lastSeenAt: Date;
}

interface Row extends Omit<RecentType, "lastSeenAt"> {
  lastSeenAt: string;
}

/** Action types of the last 30 days, most frequent first. Untrusted. For admins. */
export async function listRecentTypes(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<RecentType[]> {
  requireRole(viewer, "admin");
  const rows = await db.$client<Row[]>`
    with by_agent as (
      select action_type, agent_id, count(*) as count, max(created_at) as last_seen_at
      from (${recent(db, now)}) as recent group by action_type, agent_id
    )
    select action_type as type, sum(count)::int as count, count(*)::int as "agentCount",
      (array_agg(agent_id order by count desc, agent_id))[1:3] as "agentIds", max(last_seen_at) as "lastSeenAt"
    from by_agent group by action_type order by sum(count) desc, action_type`;
  return rows.map((row) => ({ ...row, lastSeenAt: new Date(row.lastSeenAt) }));
}

/** Params of a type's newest requests of 30 days, 200 at most. Untrusted. For admins. */
export async function sampleParams(
  db: Database,
  { viewer, actionType, now }: { viewer: Viewer; actionType: string; now: Date },
): Promise<Record<string, Json>[]> {
  requireRole(viewer, "admin");
  const rows = await db.$client<{ action: string }[]>`
    select action from (${recent(db, now)}) as recent
    where action_type = ${actionType} order by id desc limit ${mostSamples}`;
  return rows.map(({ action }) => JSON.parse(action).params);
}

function recent({ $client: sql }: Database, now: Date) {
  const since = firstIdAt("req", addSeconds(now, -days * 86_400));
  return sql`
    select id, action_type, agent_id, created_at, action from requests r
    where id >= ${since} and ${realRequestIn(sql, "r")} order by id desc limit ${mostRequests}`;
}
