import { and, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { notices } from "#db/schema/notices";
import { newId } from "#lib/ids";
import { listAdminIds } from "#lib/people/list-admins";

/**
 * Notifies all other admins of a change that waits for a second admin. The notice is shown only
 * while the proposal is open: list-notices.ts.
 */
export async function announceProposal(
  tx: Transaction,
  { proposalId, act, by, now }: { proposalId: string; act: string; by: string; now: Date },
): Promise<void> {
  const kind = act === "policy.publish" ? ("publication_proposed" as const) : ("change_proposed" as const);
  const others = (await listAdminIds(tx)).filter((id) => id !== by);
  if (others.length === 0) return;
  const rows = others.map((personId) => ({
    id: newId("ntc", now),
    ...{ personId, kind, proposalId, createdAt: now },
  }));
  await tx.insert(notices).values(rows);
}

/** Removes the notices of closed proposals from all pages. */
export async function settleProposalNotices(
  tx: Transaction,
  proposalIds: string[],
  now: Date,
): Promise<void> {
  await tx
    .update(notices)
    .set({ seenAt: now })
    .where(and(inArray(notices.proposalId, proposalIds), isNull(notices.seenAt)));
}
