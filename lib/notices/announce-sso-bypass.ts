import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { notices } from "#db/schema/notices";
import { newId } from "#lib/ids";
import { listAdminIds } from "#lib/people/list-admins";

/**
 * Notifies all other admins that an admin signed in by passkey although single sign-on is required.
 * Replaces an earlier notice of the kind: the linked page lists all of these sign-ins. The admin's
 * own notices about other admins stay.
 */
export async function announceSsoBypass(
  tx: Transaction,
  { by, now }: { by: string; now: Date },
): Promise<void> {
  const kind = "sso_bypassed" as const;
  const others = (await listAdminIds(tx)).filter((id) => id !== by);
  if (others.length === 0) return;
  await tx
    .update(notices)
    .set({ seenAt: now })
    .where(and(inArray(notices.personId, others), eq(notices.kind, kind), isNull(notices.seenAt)));
  const rows = others.map((personId) => ({ id: newId("ntc", now), personId, kind, createdAt: now }));
  await tx.insert(notices).values(rows);
}
