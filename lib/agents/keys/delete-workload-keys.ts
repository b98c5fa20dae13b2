import { and, eq, exists, isNotNull, isNull, lt, notExists, or } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { grants } from "#db/schema/grants";
import { requests } from "#db/schema/requests";
import { isOpenGrant } from "#lib/voiding/open-grant";

/** Keeps revoked keys, never to be registered again, and those of pending requests and unused grants. */
export async function deleteExpiredWorkloadKeys(db: Database, before: Date): Promise<void> {
  const unused = db
    .select({ id: grants.id })
    .from(grants)
    .where(and(eq(grants.requestId, requests.id), isOpenGrant(grants, before)));
  const asks = db
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        eq(requests.agentId, agentKeys.agentId),
        eq(requests.agentKeyId, agentKeys.id),
        or(eq(requests.state, "pending"), exists(unused)),
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
