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
 * Notifies people of declined agents: the people who offered them, and all admins about orphaned
 * agents, so that no orphaned agent is forgotten. Each person gets one notice about all the agents,
 * linked to the first of them, orphaned agents first.
 * @param decline.activeRoles the roles of the active people to notify; no one else is notified
 */
export async function announceDecline(
  tx: Transaction,
  decline: { by: string; offers: DeclinedOffer[]; activeRoles: ReadonlyMap<string, Role[]>; now: Date },
): Promise<void> {
  const { by, offers, activeRoles, now } = decline;
  const rows = [];
  for (const [personId, roles] of activeRoles) {
    if (personId === by) continue;
    const orphaned = offers.filter(({ status }) => status === "quarantined");
    const own = offers.filter(({ offeredBy }) => offeredBy === personId);
    const concerning = [...new Set([...(roles.includes("admin") ? orphaned : []), ...own])];
    const [first] = concerning;
    if (!first) continue;
    const about = { offerId: first.id, more: concerning.length - 1 };
    rows.push({ id: newId("ntc", now), personId, kind: "offer_declined" as const, ...about, createdAt: now });
  }
  if (rows.length > 0) await tx.insert(notices).values(rows);
}
