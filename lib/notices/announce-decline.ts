import type { Transaction } from "#db/client";
import type { AgentStatus } from "#db/schema/agents";
import type { Role } from "#db/schema/directory";
import { notices } from "#db/schema/notices";
import { newId } from "#lib/ids";

export interface DeclinedOffer {
  id: string;
  offeredBy: string;
  /** The agent's. */
  status: AgentStatus;
}

/**
 * Tells that somebody declined agents: whoever offered them, and all admins of those that nobody answers for, so that a ghost is not forgotten. One notice of
 * all that concerns a person, which leads to the first of it, ghosts first.
 * @param standing the roles of those of them who are active; nobody else is told
 */
export async function announceDecline(
  tx: Transaction,
  told: { by: string; offers: DeclinedOffer[]; standing: ReadonlyMap<string, Role[]>; now: Date },
): Promise<void> {
  const { by, offers, standing, now } = told;
  const rows = [];
  for (const [personId, roles] of standing) {
    if (personId === by) continue;
    const ghosts = offers.filter(({ status }) => status === "quarantined");
    const own = offers.filter(({ offeredBy }) => offeredBy === personId);
    const concerning = [...new Set([...(roles.includes("admin") ? ghosts : []), ...own])];
    const [first] = concerning;
    if (!first) continue;
    const about = { offerId: first.id, more: concerning.length - 1 };
    rows.push({ id: newId("ntc", now), personId, kind: "offer_declined" as const, ...about, createdAt: now });
  }
  if (rows.length > 0) await tx.insert(notices).values(rows);
}
