import { and, asc, count, eq, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { workloadIdentities } from "#db/schema/agents";

const columns = {
  ...columnsOf(workloadIdentities, "id", "issuer", "audience", "subject", "claims", "keyMinutes", "addedBy"),
  ...columnsOf(workloadIdentities, "createdAt"),
};

export type WorkloadIdentity = Pick<typeof workloadIdentities.$inferSelect, keyof typeof columns>;

/** The workload identities of an agent, oldest first. The caller checks access. */
export async function listWorkloadIdentities(db: Database, agentId: string): Promise<WorkloadIdentity[]> {
  return db
    .select(columns)
    .from(workloadIdentities)
    .where(and(eq(workloadIdentities.agentId, agentId), isNull(workloadIdentities.removedAt)))
    .orderBy(asc(workloadIdentities.id));
}

/** How many workload identities the agents have. The caller checks access. */
export async function countWorkloadIdentities(
  db: Database,
  agentIds: string[],
): Promise<Map<string, number>> {
  const { agentId, removedAt } = workloadIdentities;
  const rows = await db
    .select({ agentId, count: count() })
    .from(workloadIdentities)
    .where(and(inArray(agentId, agentIds), isNull(removedAt)))
    .groupBy(agentId);
  return new Map(rows.map((row) => [row.agentId, row.count]));
}

/** Share-locks a workload identity: a removal waits until the transaction ends. */
export async function lockWorkloadIdentity(
  tx: Transaction,
  identityId: string,
): Promise<WorkloadIdentity | undefined> {
  const [identity] = await tx
    .select(columns)
    .from(workloadIdentities)
    .where(and(eq(workloadIdentities.id, identityId), isNull(workloadIdentities.removedAt)))
    .for("share");
  return identity;
}
