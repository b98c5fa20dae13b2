import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { notices } from "#db/schema/notices";
import { listAdminIds } from "#lib/directory/list-admins";
import { newId } from "#lib/ids";

/**
 * Tells all admins that a directory wanted somebody out and was refused. Whoever has not seen an earlier notice of that yet has it still: the
 * page it leads to lists them all.
 */
export async function announceRefusedRemoval(tx: Transaction, { now }: { now: Date }): Promise<void> {
  const kind = "removal_refused" as const;
  const admins = await listAdminIds(tx);
  const told = await tx
    .select({ id: notices.personId })
    .from(notices)
    .where(and(inArray(notices.personId, admins), eq(notices.kind, kind), isNull(notices.seenAt)));
  const untold = admins.filter((admin) => !told.some(({ id }) => id === admin));
  const rows = untold.map((personId) => ({ id: newId("ntc", now), personId, kind, createdAt: now }));
  if (rows.length > 0) await tx.insert(notices).values(rows);
}
