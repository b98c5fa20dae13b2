import { and, eq, inArray, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { deliveries } from "#db/schema/notifications";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** Sends a failed delivery again, under its ID. @throws {CountersignError} `not_found`, `conflict` */
export async function retryDelivery(
  db: Database,
  { actor, deliveryId, now }: { actor: Viewer; deliveryId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction((tx) => requeueDelivery(tx, { deliveryId, from: ["failed"], now }));
}

/** Without `expiresAt`: dispatch withdraws outdated messages. */
const untried = {
  ...{ state: "queued" as const, attempts: 0, leasedUntil: null },
  ...{ expiresAt: null, error: null, closedAt: null },
};

/** The most messages of a click: the list shows the rest. */
const mostAtOnce = 10_000;

/** Sends failed deliveries again, under their IDs, if still true. @throws {CountersignError} `not_found` */
export async function retryAllFailed(
  db: Database,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const failed = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(eq(deliveries.state, "failed"))
    .orderBy(deliveries.id)
    .limit(mostAtOnce);
  await db
    .update(deliveries)
    .set({ ...untried, dueAt: now })
    .where(and(inArray(deliveries.id, failed), eq(deliveries.state, "failed")));
  await notify(db, "outbox");
}

interface Requeue {
  deliveryId: string;
  from: ("failed" | "delivered")[];
  /** Limits which deliveries the caller may send again. */
  scope?: SQL | undefined;
  now: Date;
}

/**
 * Queues an ended message again, as if it had never been tried. Of several concurrent callers, one
 * finds it ended. Dispatch withdraws it once more if it is still not true.
 * @throws {CountersignError} `conflict`
 */
export async function requeueDelivery(
  tx: Transaction,
  { deliveryId, from, scope, now }: Requeue,
): Promise<void> {
  const queued = await tx
    .update(deliveries)
    .set({ ...untried, dueAt: now })
    .where(and(eq(deliveries.id, deliveryId), inArray(deliveries.state, from), scope))
    .returning({ id: deliveries.id });
  if (queued.length === 0)
    throw new CountersignError("conflict", `${deliveryId} is not ${from.join(" or ")}`, {
      userMessage: "This message's state changed, so it wasn't sent again. Reload the page.",
    });
  await notify(tx, "outbox");
}
