import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { eventSources } from "#db/schema/signals";

/** Locks an event source in use until the transaction ends; undefined for a revoked source. */
export async function lockEventSourceAdmin(
  tx: Transaction,
  eventSourceId: string,
): Promise<string | undefined> {
  const [source] = await tx
    .select({ responsibleAdminId: eventSources.responsibleAdminId })
    .from(eventSources)
    .where(and(eq(eventSources.id, eventSourceId), isNull(eventSources.revokedAt)))
    .for("update");
  return source?.responsibleAdminId;
}

export async function setEventSourceAdmin(
  tx: Transaction,
  eventSourceId: string,
  personId: string,
): Promise<void> {
  await tx
    .update(eventSources)
    .set({ responsibleAdminId: personId })
    .where(eq(eventSources.id, eventSourceId));
}
