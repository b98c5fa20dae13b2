import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { type AgentStatus, agents } from "#db/schema/agents";
import type { Role } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { storableText } from "#lib/json/storable-text";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { listAdminIds } from "#lib/people/admins";
import { lockAccess } from "#lib/people/lock-people";
import type { Viewer } from "#lib/sessions/session";
import { endOffers, isOpen } from "./end-offers.ts";

export const mostAtOnce = 200;
export const longestReason = 500;

const declined = z.object({
  offerIds: z.array(z.string()).min(1).max(mostAtOnce),
  reason: storableText(longestReason).trim().min(1),
});

/**
 * Declines offers: all or none. The people who made them are notified of the reason, and all admins
 * about orphaned agents.
 * @throws {CountersignError} `invalid_input`; `not_found`, also for a closed offer
 */
export async function declineOffers(
  db: Database,
  input: { actor: Viewer; offerIds: string[]; reason: string; now: Date },
): Promise<void> {
  const { actor, now } = input;
  const { offerIds, reason } = checked(input);
  const addressedToActor = and(
    inArray(ownershipOffers.id, offerIds),
    eq(ownershipOffers.toPersonId, actor.personId),
  );
  await db.transaction(async (tx) => {
    const offers = await tx
      .select({ id: ownershipOffers.id, offeredBy: ownershipOffers.offeredBy, status: agents.status })
      .from(ownershipOffers)
      .innerJoin(agents, eq(agents.id, ownershipOffers.agentId))
      .where(addressedToActor)
      .orderBy(asc(agents.name), asc(ownershipOffers.id));
    // People before offers, in the order of the verbs that end a person's access.
    const admins = await listAdminIds(tx);
    const concerned = [actor.personId, ...admins, ...offers.map(({ offeredBy }) => offeredBy)];
    const activeRoles = await lockAccess(tx, concerned);
    const ended = await endOffers(tx, and(addressedToActor, isOpen(now)), {
      state: "declined",
      reason,
      actor,
      now,
    });
    if (ended.length < offerIds.length)
      throw new CountersignError("not_found", "not all of these are open offers to this person", {
        userMessage:
          "Nothing was declined, because one of these transfers has already ended. Reload the page.",
      });
    await announceDeclined(tx, { by: actor.personId, offers, activeRoles, now });
  });
}

interface DeclinedOffer {
  id: string;
  offeredBy: string;
  status: AgentStatus;
}

// One notice for each person about all the agents, linked to the first, orphaned agents first: for
// the people who offered them, and all admins about orphaned agents.
async function announceDeclined(
  tx: Transaction,
  decline: { by: string; offers: DeclinedOffer[]; activeRoles: ReadonlyMap<string, Role[]>; now: Date },
): Promise<void> {
  const { by, offers, activeRoles, now } = decline;
  const orphaned = offers.filter(({ status }) => status === "quarantined");
  for (const [personId, roles] of activeRoles) {
    const own = offers.filter(({ offeredBy }) => offeredBy === personId);
    const concerning = [...new Set([...(roles.includes("admin") ? orphaned : []), ...own])];
    const [first] = concerning;
    if (!first || personId === by) continue;
    const subject = { offerId: first.id, more: concerning.length - 1 };
    await announce(tx, { kind: "offer_declined", to: [personId], ...subject, now });
  }
}

function checked(input: { offerIds: string[]; reason: string }) {
  const parsed = declined.safeParse({ offerIds: [...new Set(input.offerIds)], reason: input.reason });
  if (parsed.success && input.offerIds.length <= mostAtOnce) return parsed.data;
  throw new CountersignError("invalid_input", "no offers, too many, or no reason", {
    userMessage: `Select up to ${mostAtOnce} agents and enter a reason of up to ${longestReason} characters.`,
    cause: parsed.error,
  });
}
