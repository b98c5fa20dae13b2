import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { type ChannelId, deliveries } from "#db/schema/notifications";

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
