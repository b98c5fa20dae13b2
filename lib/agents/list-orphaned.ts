import { and, asc, eq, gt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { type PersonStatus, people } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { activeApprover } from "#lib/people/active";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";

export interface OrphanedAgent {
  id: string;
  name: string;
  owner: { id: string; name: string; status: PersonStatus };
  /** An owner who is active can reactivate the agent by confirming ownership. */
  isOwnerActive: boolean;
  /** Whether a person holds the agent. */
  isHeld: boolean;
  offer: { id: string; to: string; expiresAt: Date } | null;
}

/** Three lists of the page show each: 100 made more than 500,000 bytes on Node 26. */
const most = 80;

/** Quarantined agents by name. For admins and auditors. @throws {CountersignError} `not_found` */
export async function listOrphanedAgents(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<{ orphaned: OrphanedAgent[]; count: number }> {
  requireRole(viewer, "admin", "auditor");
  const to = alias(people, "to_person");
  const isQuarantined = and(eq(agents.status, "quarantined"), realAgent(agents));
  const [orphaned, count] = await Promise.all([
    db
      .select({
        id: agents.id,
        name: agents.name,
        owner: { id: people.id, name: people.name, status: people.status },
        isOwnerActive: activeApprover(people),
        isHeld: sql<boolean>`${agents.heldAt} is not null`,
        offer: { id: ownershipOffers.id, to: to.name, expiresAt: ownershipOffers.expiresAt },
      })
      .from(agents)
      .innerJoin(people, eq(people.id, agents.ownerId))
      .leftJoin(
        ownershipOffers,
        and(
          eq(ownershipOffers.agentId, agents.id),
          eq(ownershipOffers.state, "open"),
          gt(ownershipOffers.expiresAt, now),
        ),
      )
      .leftJoin(to, eq(to.id, ownershipOffers.toPersonId))
      .where(isQuarantined)
      .orderBy(asc(agents.name), asc(agents.id))
      .limit(most),
    db.$count(agents, isQuarantined),
  ]);
  return { orphaned: orphaned.map(({ offer, ...orphan }) => ({ ...orphan, offer: offerOf(offer) })), count };
}

function offerOf(
  offer: { id: string | null; to: string | null; expiresAt: Date | null } | null,
): OrphanedAgent["offer"] {
  if (!offer?.id || !offer.to || !offer.expiresAt) return null;
  return { id: offer.id, to: offer.to, expiresAt: offer.expiresAt };
}
