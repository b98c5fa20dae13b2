import { and, eq, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { ownershipOffers } from "#db/schema/ownership";
import type { Actor } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { endOffers, isOpen } from "./end-offers.ts";

/** Withdraws an offer, for its author, the owner and admins. @throws {CountersignError} `not_found` */
export async function withdrawOffer(
  db: Database,
  { actor, offerId, now }: { actor: Viewer; offerId: string; now: Date },
): Promise<void> {
  const { personId, roles } = actor;
  const owned = sql`exists (select from ${agents} where ${agents.id} = ${ownershipOffers.agentId} and ${agents.ownerId} = ${personId})`;
  const byActorOrOfTheirAgents = roles.includes("admin")
    ? undefined
    : or(eq(ownershipOffers.offeredBy, personId), owned);
  const which = and(eq(ownershipOffers.id, offerId), byActorOrOfTheirAgents, isOpen(now));
  await withdrawOne(db, which, { personId, now });
}

/** Ends the offers to and by a former person. An admin's offers of the agents stay open. */
export async function withdrawOffersOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const byOrToPerson = or(eq(ownershipOffers.toPersonId, personId), eq(ownershipOffers.offeredBy, personId));
  await endOffers(tx, and(byOrToPerson, eq(ownershipOffers.state, "open")), {
    state: "withdrawn",
    actor,
    now,
  });
}

/** Closes a former admin's offers of other people's agents, which only an admin can make. */
export async function withdrawOffersOfAdmin(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const ofOtherOwners = sql`not exists (select from ${agents} where ${agents.id} = ${ownershipOffers.agentId} and ${agents.ownerId} = ${personId})`;
  const openOffers = and(
    eq(ownershipOffers.offeredBy, personId),
    ofOtherOwners,
    eq(ownershipOffers.state, "open"),
  );
  await endOffers(tx, openOffers, { state: "withdrawn", actor, now });
}

/** Closes the offers of revoked agents, in the transaction of the revocation. */
export async function withdrawOffersOfAgents(
  tx: Transaction,
  { agentIds, actor, now }: { agentIds: string[]; actor: Actor; now: Date },
): Promise<void> {
  const openOffers = and(inArray(ownershipOffers.agentId, agentIds), eq(ownershipOffers.state, "open"));
  await endOffers(tx, openOffers, { state: "withdrawn", actor, now });
}

/** Expires overdue offers, any number of times, anywhere. @returns the number of offers. */
export async function expireOffers(db: Database, now: Date): Promise<number> {
  const actor = { type: "system", id: "expire-offers" } as const;
  const late = and(eq(ownershipOffers.state, "open"), lte(ownershipOffers.expiresAt, now));
  const expired = await db.transaction((tx) => endOffers(tx, late, { state: "expired", actor, now }));
  return expired.length;
}

async function withdrawOne(
  db: Database,
  which: SQL | undefined,
  { personId, now }: { personId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const closed = await endOffers(tx, which, { state: "withdrawn", actor: { personId }, now });
    if (closed.length === 0)
      throw new CountersignError("not_found", "no such open offer for this person", {
        userMessage: "This transfer has already ended. Reload to see its current status.",
      });
  });
}
