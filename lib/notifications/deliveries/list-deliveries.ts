import { and, desc, eq, gte, isNull, lt, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { people } from "#db/schema/directory";
import { type ChannelId, deliveries } from "#db/schema/notifications";
import { firstIdAt } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** `person` is a name; null for a program or a shared channel. */
export type DeliveryView = Awaited<ReturnType<typeof select>>[number];

/** The last messages to a destination, for a checked caller. `since` bounds unindexed searches. */
export async function listDeliveries(
  db: Database,
  which: { channel: ChannelId; destination: string; most: number; since?: Date },
): Promise<DeliveryView[]> {
  const { channel, destination, most, since } = which;
  const to = and(
    eq(deliveries.channel, channel),
    eq(deliveries.destination, destination),
    since && gte(deliveries.id, firstIdAt("dlv", since)),
  );
  return select(db, to).orderBy(desc(deliveries.id)).limit(most);
}

const perPage = 50;
/** More than a request's people and channels have by far; the page shows the first. */
const mostOfRequest = 200;

/** The messages about a request, oldest first, for a checked viewer. Without updates. */
export async function listDeliveriesOf(db: Database, requestId: string): Promise<DeliveryView[]> {
  const about = and(eq(deliveries.requestId, requestId), isNull(deliveries.follows));
  return select(db, about).orderBy(deliveries.id).limit(mostOfRequest);
}

/** The failed deliveries, the newest first, a page at a time. For admins. */
export async function listFailedDeliveries(
  db: Database,
  { viewer, before }: { viewer: Viewer; before: string | undefined },
): Promise<{ deliveries: DeliveryView[]; next: string | undefined }> {
  requireRole(viewer, "admin");
  const which = and(eq(deliveries.state, "failed"), before ? lt(deliveries.id, before) : undefined);
  const rows = await select(db, which)
    .orderBy(desc(deliveries.id))
    .limit(perPage + 1);
  const page = rows.slice(0, perPage);
  return { deliveries: page, next: rows.length > perPage ? page.at(-1)?.id : undefined };
}

function select(db: Database, which: SQL | undefined) {
  const about = columnsOf(deliveries, "id", "kind", "channel", "requestId", "agentId");
  const result = columnsOf(deliveries, "state", "attempts", "error", "createdAt", "dueAt", "closedAt");
  return db
    .select({ ...about, person: people.name, ...result })
    .from(deliveries)
    .leftJoin(people, eq(people.id, deliveries.personId))
    .where(which);
}
