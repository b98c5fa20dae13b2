import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type ChannelId, deliveries } from "#db/schema/notifications";

const none: ReadonlySet<string> = new Set();

/** The people with a message about each request so far. */
export async function listNotified(
  tx: Transaction,
  requestIds: string[],
): Promise<(requestId: string) => ReadonlySet<string>> {
  const rows = await tx
    .selectDistinct({ requestId: deliveries.requestId, personId: deliveries.personId })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.requestId, requestIds),
        isNotNull(deliveries.personId),
        isNull(deliveries.follows),
      ),
    );
  const notified = new Map<string, Set<string>>();
  for (const { requestId, personId } of rows) {
    if (requestId === null || personId === null) continue;
    notified.set(requestId, (notified.get(requestId) ?? new Set()).add(personId));
  }
  return (requestId) => notified.get(requestId) ?? none;
}

/** By request, the delivery that announced it through a channel of programs or shared chat. */
export async function listAnnounced(
  db: Database | Transaction,
  { channel, requestIds }: { channel: ChannelId; requestIds: string[] },
): Promise<ReadonlyMap<string, string>> {
  if (requestIds.length === 0) return new Map();
  const which = and(eq(deliveries.channel, channel), eq(deliveries.kind, "request_pending"));
  const rows = await db
    .select({ id: deliveries.id, requestId: deliveries.requestId })
    .from(deliveries)
    .where(and(which, inArray(deliveries.requestId, requestIds)));
  return new Map(rows.flatMap(({ id, requestId }) => (requestId === null ? [] : [[requestId, id]])));
}

/** The receiver's IDs of messages about a request to this destination. */
export async function listReferences(
  db: Database,
  about: { channel: ChannelId; destination: string; requestId: string },
): Promise<string[]> {
  const { channel, destination, requestId, reference, state, id } = deliveries;
  const rows = await db
    .select({ reference })
    .from(deliveries)
    .where(
      and(
        eq(requestId, about.requestId),
        eq(channel, about.channel),
        eq(destination, about.destination),
        eq(state, "delivered"),
        isNotNull(reference),
      ),
    )
    .orderBy(id);
  return rows.flatMap((row) => row.reference ?? []);
}
