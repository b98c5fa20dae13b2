import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { activeApprover } from "#lib/people/active";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";

/** A leaver's agent, for the choice of its new owner. */
export interface HandedOver {
  id: string;
  name: string;
  /** The first backup approver, by name, who could become the owner. */
  suggested: { id: string; name: string; email: string } | null;
  /** Another person's offer stays open when the owner leaves. */
  offeredTo: string | null;
}

/** The most agents offered with one deactivation; the rest waits for a new owner afterwards. */
export const mostHandedOver = 200;

/** A person's agents by name, without a test agent. For admins and auditors, else `not_found`. */
export async function listHandover(
  db: Database,
  { viewer, personId, now }: { viewer: Viewer; personId: string; now: Date },
): Promise<HandedOver[]> {
  requireRole(viewer, "admin", "auditor");
  return db.execute<HandedOver & Record<string, unknown>>(sql`
    select a.id, a.name, (
      select json_build_object('id', p.id, 'name', p.name, 'email', p.email)
      from agent_backups b join people p on p.id = b.person_id
      where b.agent_id = a.id and p.id <> a.owner_id and ${activeApprover("p")} order by p.name, p.id limit 1
    ) as suggested, (
      select t.name from ownership_offers o join people t on t.id = o.to_person_id
      where o.agent_id = a.id and o.state = 'open' and o.expires_at > ${now.toISOString()} and o.offered_by <> a.owner_id
    ) as "offeredTo"
    from agents a where a.owner_id = ${personId} and a.status <> 'revoked' and ${realAgent("a")}
    order by a.name, a.id limit ${mostHandedOver}`);
}
