import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { realAgent } from "#lib/test-agents/conditions";
import { isOpenAmongAll } from "#lib/voiding/open-grant";

/** What a freeze would stop now, or a release would let run. */
export interface AtStake {
  activeAgents: number;
  pendingRequests: number;
  openGrants: number;
}

export async function countAtStake(db: Database | Transaction, now: Date): Promise<AtStake> {
  const [found] = await db.execute<AtStake & Record<string, unknown>>(sql`
    select (select count(*)::int from agents a where a.status = 'active' and ${realAgent("a")}) as "activeAgents",
      (select count(*)::int from requests where state = 'pending' and expires_at > ${now.toISOString()}::timestamptz) as "pendingRequests",
      (select count(*)::int from grants g where ${isOpenAmongAll("g", now)}) as "openGrants"`);
  return found ?? { activeAgents: 0, pendingRequests: 0, openGrants: 0 };
}
