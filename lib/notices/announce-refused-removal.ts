import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { notices } from "#db/schema/notices";
import { listAdminIds } from "#lib/directory/list-admins";
import { newId } from "#lib/ids";

/**
 * Tells all admins that a directory wanted somebody out and was refused. Whoever has not seen an earlier notice of that yet has it still: the
 * page it leads to lists them all.
 * @param options `skipsHeld`: whether admins are left out whose rows others hold, for whom a notice would have to wait
 */
export async function announceRefusedRemoval(
  tx: Transaction,
  { skipsHeld, now }: { skipsHeld: boolean; now: Date },
): Promise<void> {
  const kind = "removal_refused" as const;
  const all = await listAdminIds(tx);
  const admins = skipsHeld ? await freeOf(tx, all) : all;
  const told = await tx
    .select({ id: notices.personId })
    .from(notices)
    .where(and(inArray(notices.personId, admins), eq(notices.kind, kind), isNull(notices.seenAt)));
  const untold = admins.filter((admin) => !told.some(({ id }) => id === admin));
  const rows = untold.map((personId) => ({ id: newId("ntc", now), personId, kind, createdAt: now }));
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
