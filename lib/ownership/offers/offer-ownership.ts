import { and, eq, lte } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { lockAgent, type ManagedAgent } from "#lib/agents/lock-agent";
import { insistOnApprovers } from "#lib/agents/require-approvers";
import { type Actor, recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { lockAccess } from "#lib/people/lock-people";
import type { Viewer } from "#lib/sessions/session";

const offerTtlSeconds = 7 * 24 * 3600;

export interface Offer {
  agentId: string;
  toPersonId: string;
  /** The owner that the actor saw; left out, the owner at the time of the offer. */
  fromPersonId?: string;
}

/**
 * Offers agents to new owners, by an admin or each agent's owner: all or none. Nothing else changes
 * until a new owner accepts.
 * @returns the IDs of the offers, in the order of `offers`.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `owner_inactive`; `conflict` when the
 * person owns the agent, or an offer is open
 */
export async function offerOwnership(
  db: Database,
  { actor, offers, now }: { actor: Viewer; offers: Offer[]; now: Date },
): Promise<string[]> {
  return db.transaction(async (tx) => {
    const recipients = offers.map(({ toPersonId }) => toPersonId);
    const activeRoles = await lockAccess(tx, [actor.personId, ...recipients]);
    return insertOffers(tx, { actor, offers, activeRoles, now });
  });
}

/** {@link offerOwnership} after the caller has locked the actor and the recipients. */
export async function insertOffers(
  tx: Transaction,
  {
    actor,
    offers,
    activeRoles,
    now,
  }: { actor: Viewer; offers: Offer[]; activeRoles: ReadonlyMap<string, Role[]>; now: Date },
): Promise<string[]> {
  insistOnApprovers(
    activeRoles,
    offers.map(({ toPersonId }) => toPersonId),
  );
  // The roles now, not those when the page was opened.
  const currentActor = { ...actor, roles: activeRoles.get(actor.personId) ?? [] };
  const ids = new Map<string, string>();
  for (const offer of [...offers].sort((one, other) => (one.agentId < other.agentId ? -1 : 1))) {
    const agent = await lockAgent(tx, { actor: currentActor, agentId: offer.agentId, ownerToo: true });
    ids.set(offer.agentId, await insertOffer(tx, { actor, agent, offer, now }));
  }
  await notify(tx, ...offers.map(({ agentId }) => `agent/${agentId}` as const));
  return offers.map(({ agentId }) => ids.get(agentId) ?? "");
}

interface Insertion {
  actor: Viewer;
  agent: ManagedAgent;
  offer: Offer;
  now: Date;
}

async function insertOffer(tx: Transaction, { actor, agent, offer, now }: Insertion): Promise<string> {
  const { agentId, toPersonId, fromPersonId = agent.ownerId } = offer;
  if (agent.ownerId !== fromPersonId)
    throw refused(`${agent.name} has another owner now. Nothing was changed. Reload the page.`);
  if (agent.ownerId === toPersonId) throw refused(`This person already owns ${agent.name}.`);
  await expireOffersOf(tx, { agentId, actor, now });
  const id = newId("off", now);
  // The unique index allows only one of two concurrent offers.
  const made = await tx
    .insert(ownershipOffers)
    .values({
      id,
      agentId,
      fromPersonId: agent.ownerId,
      toPersonId,
      offeredBy: actor.personId,
      state: "open",
      createdAt: now,
      expiresAt: addSeconds(now, offerTtlSeconds),
    })
    .onConflictDoNothing()
    .returning({ id: ownershipOffers.id });
  if (made.length === 0) throw refused(`A transfer of ${agent.name} is already pending. Cancel it first.`);
  const subject = { agent: agentId, person: toPersonId, offer: id };
  await recordAudit(
    tx,
    { type: "agent.offered", actor, subject, data: { from: agent.ownerId, to: toPersonId } },
    now,
  );
  return id;
}

// An expired offer that no job has closed yet must not block a new offer.
async function expireOffersOf(
  tx: Transaction,
  { agentId, actor, now }: { agentId: string; actor: Actor; now: Date },
): Promise<void> {
  const expired = await tx
    .update(ownershipOffers)
    .set({ state: "expired", closedAt: now })
    .where(
      and(
        eq(ownershipOffers.agentId, agentId),
        eq(ownershipOffers.state, "open"),
        lte(ownershipOffers.expiresAt, now),
      ),
    )
    .returning({ offer: ownershipOffers.id, person: ownershipOffers.toPersonId });
  for (const subject of expired)
    await recordAudit(
      tx,
      { type: "agent.offer_expired", actor, subject: { agent: agentId, ...subject } },
      now,
    );
}

function refused(userMessage: string): CountersignError {
  return new CountersignError("conflict", "this offer cannot be made", { userMessage });
}
