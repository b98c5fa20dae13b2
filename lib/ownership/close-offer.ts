import { and, eq, gt, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { type OfferState, ownershipOffers } from "#db/schema/ownership";
import { type Actor, type AuditFact, recordAudits } from "#lib/audit/record";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";

/** Turns an offer down, by the person it was made to. @throws {CountersignError} `not_found`, also for an offer that is over */
export async function declineOffer(
  db: Database,
  { actor, offerId, now }: { actor: Viewer; offerId: string; now: Date },
): Promise<void> {
  const own = and(eq(ownershipOffers.id, offerId), eq(ownershipOffers.toPersonId, actor.personId));
  await closeOne(db, and(own, isOpen(now)), { state: "declined", personId: actor.personId, now });
}

/**
 * Takes an offer back, by whoever made it, the agent's owner, or an admin.
 * @throws {CountersignError} `not_found` for others, and for an offer that is over
 */
export async function withdrawOffer(
  db: Database,
  { actor, offerId, now }: { actor: Viewer; offerId: string; now: Date },
): Promise<void> {
  const { personId, roles } = actor;
  const owned = sql`exists (select from ${agents} where ${agents.id} = ${ownershipOffers.agentId} and ${agents.ownerId} = ${personId})`;
  const theirs = roles.includes("admin") ? undefined : or(eq(ownershipOffers.offeredBy, personId), owned);
  const which = and(eq(ownershipOffers.id, offerId), theirs, isOpen(now));
  await closeOne(db, which, { state: "withdrawn", personId, now });
}

/** Ends the offers to a person and by them, in the transaction that takes them out of action. What an admin offered of their agents stands. */
export async function withdrawOffersOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const theirs = or(eq(ownershipOffers.toPersonId, personId), eq(ownershipOffers.offeredBy, personId));
  await close(tx, and(theirs, eq(ownershipOffers.state, "open")), { state: "withdrawn", actor, now });
}

/**
 * Ends the offers that a person made as an admin, in the transaction that takes that role from them: whose say a new owner relies on has to be
 * somebody's who may still say it. Those of agents that they own stand, as any owner's.
 */
export async function withdrawOffersOfAdmin(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const others = sql`not exists (select from ${agents} where ${agents.id} = ${ownershipOffers.agentId} and ${agents.ownerId} = ${personId})`;
  const theirs = and(eq(ownershipOffers.offeredBy, personId), others, eq(ownershipOffers.state, "open"));
  await close(tx, theirs, { state: "withdrawn", actor, now });
}

/** Ends the offers of agents that are no more, in the transaction that revokes them. */
export async function withdrawOffersOfAgents(
  tx: Transaction,
  { agentIds, actor, now }: { agentIds: string[]; actor: Actor; now: Date },
): Promise<void> {
  const theirs = and(inArray(ownershipOffers.agentId, agentIds), eq(ownershipOffers.state, "open"));
  await close(tx, theirs, { state: "withdrawn", actor, now });
}

/** Ends the offers that nobody accepted in time. Safe to run anywhere, any number of times. @returns how many. */
export async function expireOffers(db: Database, now: Date): Promise<number> {
  const actor = { type: "system", id: "expire-offers" } as const;
  const late = and(eq(ownershipOffers.state, "open"), lte(ownershipOffers.expiresAt, now));
  return db.transaction((tx) => close(tx, late, { state: "expired", actor, now }));
}

function isOpen(now: Date): SQL | undefined {
  return and(eq(ownershipOffers.state, "open"), gt(ownershipOffers.expiresAt, now));
}

async function closeOne(
  db: Database,
  which: SQL | undefined,
  { state, personId, now }: { state: Closing; personId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const closed = await close(tx, which, { state, actor: { type: "person", id: personId }, now });
    if (closed === 0)
      throw new CountersignError("not_found", "no such open offer for this person", {
        userMessage: "This offer is over already. Reload the page to see how things stand.",
      });
  });
}

type Closing = Exclude<OfferState, "open" | "accepted">;

const types: Record<Closing, AuditFact["type"]> = {
  declined: "agent.offer_declined",
  withdrawn: "agent.offer_withdrawn",
  expired: "agent.offer_expired",
};

// One-way: the state in the condition decides between this and an acceptance at the same moment.
async function close(
  tx: Transaction,
  which: SQL | undefined,
  { state, actor, now }: { state: Closing; actor: Actor; now: Date },
): Promise<number> {
  const closed = await tx.update(ownershipOffers).set({ state, closedAt: now }).where(which).returning({
    offer: ownershipOffers.id,
    agent: ownershipOffers.agentId,
    person: ownershipOffers.toPersonId,
  });
  await recordAudits(
    tx,
    closed.map((subject) => ({ type: types[state], actor, subject })),
    now,
  );
  await notify(tx, ...closed.map(({ agent }) => `agent/${agent}` as const));
  return closed.length;
}
