import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type RequestReader, visibleRequests } from "../visible-requests.ts";

/** How many readable pending requests have the same digest, which covers the agent. */
export async function countSameAction(
  db: Database,
  viewer: RequestReader,
  { agentId, digests }: { agentId: string; digests: string[] },
  now: Date,
): Promise<Map<string, number>> {
  const rows = await db.execute<{ digest: string; count: number }>(sql`
    select r.action_digest as digest, count(*)::int as count
    from requests r join agents a on a.id = r.agent_id
    where r.agent_id = ${agentId} and r.state = 'pending' and r.expires_at > ${now.toISOString()}
      and r.action_digest = any(${sql.param(digests)}::text[]) and ${visibleRequests(viewer, now)}
    group by r.action_digest`);
  return new Map(rows.map(({ digest, count }) => [digest, count]));
}
