import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { realAgent } from "#lib/test-agents/conditions";
import { isOpenGrant } from "#lib/voiding/open-grant";

/** What a hold would end. Its audit events leave out only grants that expired a moment ago. */
export interface HoldForesight {
  pendingRequests: number;
  openGrants: number;
  workloadKeys: number;
}

/** The effects of `holdAgent` on each agent that can be held. */
export async function foreseeHolds(
  db: Database,
  agentIds: string[],
  now: Date,
): Promise<Map<string, HoldForesight>> {
  if (agentIds.length === 0) return new Map();
  const rows = await db.execute<HoldForesight & { id: string } & Record<string, unknown>>(sql`
    select a.id,
      (select count(*)::int from requests r where r.agent_id = a.id and r.state = 'pending') as "pendingRequests",
      (select count(*)::int from grants g where g.agent_id = a.id and ${isOpenGrant("g", now)}) as "openGrants",
      (select count(*)::int from agent_keys k where k.agent_id = a.id and k.workload_id is not null
        and k.revoked_at is null and k.expires_at > ${now.toISOString()}::timestamptz) as "workloadKeys"
    from agents a where a.id = any(${sql.param(agentIds)}::text[]) and a.status <> 'revoked' and a.held_at is null and ${realAgent("a")}`);
  return new Map(rows.map(({ id, ...foresight }) => [id, foresight]));
}
