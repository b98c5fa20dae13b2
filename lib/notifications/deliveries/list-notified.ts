import { and, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { deliveries } from "#db/schema/notifications";

const none: ReadonlySet<string> = new Set();

/** The people with a message about each of these requests so far. */
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
