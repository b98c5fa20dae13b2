import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { type NoticeKind, notices } from "#db/schema/notices";
import { newId } from "#lib/ids";
import { listAdminIds } from "#lib/people/list-admins";

type AdminNotice = Extract<NoticeKind, "removal_refused" | "signal_ambiguous" | "founding_ended">;

/**
 * Notifies all admins of a matter without a single request, link or proposal. An admin with an
 * unseen notice of the kind gets no second one: the linked page lists everything.
 * @param notice `skipsLocked`: whether to leave out admins with rows locked by other transactions,
 * so no notice has to wait
 */
export async function announceToAdmins(
  tx: Transaction,
  { kind, skipsLocked = false, now }: { kind: AdminNotice; skipsLocked?: boolean; now: Date },
): Promise<void> {
  const all = await listAdminIds(tx);
  const admins = skipsLocked ? await freeOf(tx, all) : all;
  const notified = await tx
    .select({ id: notices.personId })
    .from(notices)
    .where(and(inArray(notices.personId, admins), eq(notices.kind, kind), isNull(notices.seenAt)));
  // Sorted: each insert locks the person's row.
  const unnotified = admins.filter((admin) => !notified.some(({ id }) => id === admin)).sort();
  const rows = unnotified.map((personId) => ({ id: newId("ntc", now), personId, kind, createdAt: now }));
  if (rows.length > 0) await tx.insert(notices).values(rows);
}

async function freeOf(tx: Transaction, admins: string[]): Promise<string[]> {
  const free = await tx
    .select({ id: people.id })
    .from(people)
    .where(inArray(people.id, admins))
    .for("key share", { skipLocked: true });
  return free.map(({ id }) => id);
}
