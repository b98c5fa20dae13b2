import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { grants } from "#db/schema/grants";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { isOpenAmongAll, revocableSince } from "./open-grant.ts";
import { voidPendingApprovals } from "./void-pending-approvals.ts";

/**
 * Voids the approvals of pending requests, so that each needs a new look, and revokes in their rows the
 * grants of earlier epochs, which no redemption accepts any longer (invariant 24).
 */
export async function voidFrozen(
  tx: Transaction,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  await voidPendingApprovals(tx, { ended: [sql`true`], reason: "frozen", actor, now });
  const isEarlier = sql`${grants.freezeEpoch} < (select freeze_epoch from policy_head)`;
  const revoked = await tx
    .update(grants)
    .set({ state: "revoked", closedAt: now })
    .where(sql`${isOpenAmongAll(grants, revocableSince(now))} and ${isEarlier}`)
    .returning({ grant: grants.id, request: grants.requestId, agent: grants.agentId });
  const data = { reason: "frozen" };
  const facts = revoked.map((subject) => ({ type: "grant.revoked" as const, actor, subject, data }));
  await recordAudits(tx, facts, now);
  await notifyOfRequests(
    tx,
    revoked.map(({ request }) => request),
  );
}
