import { and, eq, isNotNull, isNull, lt, notExists } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { requests } from "#db/schema/requests";

/**
 * Deletes workload keys that expired before a moment. The audit log keeps their history. A revoked
 * key stays, so that it can't be registered again, and so does the key of a pending request, to which
 * its grant is bound.
 */
export async function deleteExpiredWorkloadKeys(db: Database, before: Date): Promise<void> {
  const asks = db
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        eq(requests.agentId, agentKeys.agentId),
        eq(requests.state, "pending"),
        eq(requests.agentKeyId, agentKeys.id),
      ),
    );
  await db
    .delete(agentKeys)
    .where(
      and(
        isNotNull(agentKeys.workloadId),
        isNull(agentKeys.revokedAt),
        lt(agentKeys.expiresAt, before),
        notExists(asks),
      ),
    );
}
