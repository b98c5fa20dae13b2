import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { notices } from "#db/schema/notices";
import { listAdminIds } from "#lib/directory/list-admins";
import { newId } from "#lib/ids";

/**
 * Tells all other admins that a version of the policy waits for one of them, in place of what they were told of an earlier proposal. The
 * notice is shown only as long as something is proposed: list-notices.ts.
 */
export async function announceProposal(
  tx: Transaction,
  { by, now }: { by: string; now: Date },
): Promise<void> {
  const kind = "publication_proposed" as const;
  await tx
    .update(notices)
    .set({ seenAt: now })
    .where(and(eq(notices.kind, kind), isNull(notices.seenAt)));
  const others = (await listAdminIds(tx)).filter((id) => id !== by);
  if (others.length === 0) return;
  const rows = others.map((personId) => ({ id: newId("ntc", now), personId, kind, createdAt: now }));
  await tx.insert(notices).values(rows);
}
