import { and, eq, gt, inArray, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type OfferState, ownershipOffers } from "#db/schema/ownership";
import { type Actor, type AuditFact, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";

export interface Ending {
  state: Exclude<OfferState, "open" | "accepted">;
  /** The reason, in the words of the declining person. */
  reason?: string;
  actor: Actor;
  now: Date;
}

export interface EndedOffer {
  offer: string;
  agent: string;
  /** The recipient. */
  person: string;
}

const types: Record<Ending["state"], AuditFact["type"]> = {
  declined: "agent.offer_declined",
  withdrawn: "agent.offer_withdrawn",
  expired: "agent.offer_expired",
};

/** Whether an offer can still be accepted or declined. */
export function isOpen(now: Date): SQL | undefined {
  return and(eq(ownershipOffers.state, "open"), gt(ownershipOffers.expiresAt, now));
}

/**
 * Closes offers without acceptance. `which` has to require open offers: the state decides between
 * this and a concurrent acceptance. Locks in the order of IDs, like an acceptance.
 */
export async function endOffers(
  tx: Transaction,
  which: SQL | undefined,
  { state, reason, actor, now }: Ending,
): Promise<EndedOffer[]> {
  const locked = await tx
    .select({ id: ownershipOffers.id })
    .from(ownershipOffers)
    .where(which)
    .orderBy(ownershipOffers.id)
    .for("update");
  if (locked.length === 0) return [];
  const ids = locked.map(({ id }) => id);
  const ended = await tx
    .update(ownershipOffers)
    .set({ state, closedAt: now, declineReason: reason })
    .where(inArray(ownershipOffers.id, ids))
    .returning({
      offer: ownershipOffers.id,
      agent: ownershipOffers.agentId,
      person: ownershipOffers.toPersonId,
    });
  await recordAudits(
    tx,
    ended.map((subject) => ({ type: types[state], actor, subject: { ...subject } })),
    now,
  );
  await notify(tx, ...ended.map(({ agent }) => `agent/${agent}` as const));
  return ended;
}
