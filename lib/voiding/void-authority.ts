import { and, eq, exists, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { grants } from "#db/schema/grants";
import { type CloseReason, requests } from "#db/schema/requests";
import { type Actor, type AuditFact, recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { endStandingApprovals } from "./end-standing-approvals.ts";
import { isOpenGrant, revocableSince } from "./open-grant.ts";

export interface Voiding {
  agentIds: string[];
  /** Only requests signed with these keys. */
  keyIds?: string[];
  reason: Extract<
    CloseReason,
    "owner_changed" | "ownership_unconfirmed" | "agent_held" | "agent_revoked" | "key_revoked" | "restored"
  >;
  actor: Actor;
  now: Date;
}

/**
 * Removes the agents' authority, or that of some keys: pending requests are cancelled and
 * unredeemed grants revoked, each recorded, and waiting callers are notified (invariant 8).
 *
 * Conditional UPDATEs on the state: a concurrent decision or redemption came first and remains, or
 * finds the state changed.
 */
export async function voidAuthority(
  tx: Transaction,
  { agentIds, keyIds, reason, actor, now }: Voiding,
): Promise<{ requestsCancelled: number; grantsRevoked: number }> {
  if (agentIds.length === 0) return { requestsCancelled: 0, grantsRevoked: 0 };
  const withKey = keyIds && inArray(requests.agentKeyId, keyIds);
  const cancelled = await tx
    .update(requests)
    .set({ state: "cancelled", closeReason: reason, closedAt: now })
    .where(and(inArray(requests.agentId, agentIds), eq(requests.state, "pending"), withKey))
    .returning({ request: requests.id, agent: requests.agentId });
  // After the requests and before the grants, as a draw and its end lock them.
  const ofAgents = sql`s.agent_id = any(${sql.param(agentIds)}::text[])`;
  await endStandingApprovals(tx, { which: ofAgents, reason, actor, now });
  const asked = tx
    .select({ id: requests.id })
    .from(requests)
    .where(and(eq(requests.id, grants.requestId), withKey));
  const { agentId } = grants;
  const revoked = await tx
    .update(grants)
    .set({ state: "revoked", closedAt: now })
    .where(
      and(inArray(agentId, agentIds), isOpenGrant(grants, revocableSince(now)), withKey && exists(asked)),
    )
    .returning({ grant: grants.id, request: grants.requestId, agent: grants.agentId });
  const ended = (type: AuditFact["type"]) => (subject: AuditFact["subject"]) => {
    return { type, actor, subject, data: { reason } };
  };
  await recordAudits(
    tx,
    [...cancelled.map(ended("request.cancelled")), ...revoked.map(ended("grant.revoked"))],
    now,
  );
  const touched = new Set([...cancelled, ...revoked].map(({ request }) => request));
  await notifyOfRequests(tx, touched);
  return { requestsCancelled: cancelled.length, grantsRevoked: revoked.length };
}
