import { and, asc, eq, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { isOpen } from "./end-offers.ts";

export type OfferView = Awaited<ReturnType<typeof select>>[number];

/** The person's open offers, soonest deadline first, then by name: many are offered together. */
export async function listOffersTo(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<OfferView[]> {
  return select(db, eq(ownershipOffers.toPersonId, viewer.personId), now);
}

/** A person's open offers, soonest first. For admins and auditors, else `not_found`. */
export async function listOffersFrom(
  db: Database,
  { viewer, personId, now }: { viewer: Viewer; personId: string; now: Date },
): Promise<OfferView[]> {
  requireRole(viewer, "admin", "auditor");
  return select(db, eq(ownershipOffers.fromPersonId, personId), now);
}

/** The open offer of an agent. The caller checks access. */
export async function findOpenOffer(
  db: Database,
  { agentId, now }: { agentId: string; now: Date },
): Promise<OfferView | undefined> {
  const [offer] = await select(db, eq(ownershipOffers.agentId, agentId), now);
  return offer;
}

async function select(db: Database, which: SQL, now: Date) {
  const from = alias(people, "from_person");
  const to = alias(people, "to_person");
  const by = alias(people, "by_person");
  return db
    .select({
      id: ownershipOffers.id,
      agent: { id: agents.id, name: agents.name },
      from: { id: from.id, name: from.name },
      to: { id: to.id, name: to.name },
      offeredBy: { id: by.id, name: by.name },
      createdAt: ownershipOffers.createdAt,
      expiresAt: ownershipOffers.expiresAt,
    })
    .from(ownershipOffers)
    .innerJoin(agents, eq(agents.id, ownershipOffers.agentId))
    .innerJoin(from, eq(from.id, ownershipOffers.fromPersonId))
    .innerJoin(to, eq(to.id, ownershipOffers.toPersonId))
    .innerJoin(by, eq(by.id, ownershipOffers.offeredBy))
    .where(and(which, isOpen(now)))
    .orderBy(asc(ownershipOffers.expiresAt), asc(agents.name), asc(ownershipOffers.id));
}
