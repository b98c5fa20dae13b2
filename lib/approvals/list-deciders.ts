import { sql } from "drizzle-orm";
import type { Database } from "#db/client";

/** Somebody who may decide on an agent's requests at this moment. */
export interface Decider {
  id: string;
  name: string;
  isOwner: boolean;
  /** Whether they decided on the request in question. */
  hasDecided: boolean;
}

/**
 * Who is entitled to decide on a request now: the agent's owner and its backup approvers, as far as they are active and approvers.
 * The owner comes first, then by name.
 */
export async function listDeciders(
  db: Database,
  { requestId, agentId }: { requestId: string; agentId: string },
): Promise<Decider[]> {
  const rows = await db.execute<{ id: string; name: string; is_owner: boolean; has_decided: boolean }>(sql`
    select p.id, p.name, p.id = a.owner_id as is_owner,
      exists (select from approvals d where d.request_id = ${requestId} and d.person_id = p.id) as has_decided
    from agents a
      join people p on p.id = a.owner_id or p.id in (select person_id from agent_backups b where b.agent_id = a.id)
    where a.id = ${agentId} and p.status = 'active' and 'approver' = any(p.roles)
    order by p.id = a.owner_id desc, lower(p.name), p.id`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    isOwner: row.is_owner,
    hasDecided: row.has_decided,
  }));
}
