import { and, count, eq, gt, inArray, ne } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { sessions } from "#db/schema/auth";
import { grants } from "#db/schema/grants";
import { requests } from "#db/schema/requests";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { listDelegations } from "./list-delegations.ts";

/** What {@link offboard} would do at this moment, for the person who is about to press the button. */
export interface Foresight {
  sessions: number;
  /** Agents they own that would be quarantined or are, by name. */
  agents: { id: string; name: string }[];
  pendingRequests: number;
  openGrants: number;
  /** What others decide for them, and they for others. */
  delegations: number;
}

/** Counts what would end with a person (invariant 8). @throws {CountersignError} `not_found` unless the actor is an admin. */
export async function foreseeOffboarding(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<Foresight> {
  requireRole(actor, "admin");
  const owned = await db
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(and(eq(agents.ownerId, personId), ne(agents.status, "revoked")))
    .orderBy(agents.name);
  const ids = owned.map((agent) => agent.id);
  const [live] = await db
    .select({ count: count() })
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expires, now)));
  const [pending] = await db
    .select({ count: count() })
    .from(requests)
    .where(and(inArray(requests.agentId, ids), eq(requests.state, "pending")));
  const [open] = await db
    .select({ count: count() })
    .from(grants)
    .where(and(inArray(grants.agentId, ids), eq(grants.state, "issued"), gt(grants.expiresAt, now)));
  const delegations = await listDelegations(db, { viewer: actor, personId, now });
  return {
    sessions: live?.count ?? 0,
    agents: owned,
    pendingRequests: pending?.count ?? 0,
    openGrants: open?.count ?? 0,
    delegations: delegations.length,
  };
}
