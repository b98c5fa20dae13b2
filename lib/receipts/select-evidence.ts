import { and, eq, getTableColumns } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import { approvals, requests, voidApprovals } from "#db/schema/requests";

/** Everything that is kept about one approval and that its receipt tells. */
export type EvidenceRow = NonNullable<Awaited<ReturnType<typeof selectEvidence>>>;

/** One approval with its request, people, agent and grant; undefined when there is none by this id, or it is a denial. */
export async function selectEvidence(db: Database, approvalId: string) {
  const away = alias(people, "away");
  const [row] = await db
    .select({
      approvalId: approvals.id,
      at: approvals.createdAt,
      note: approvals.note,
      approverId: approvals.personId,
      approverName: people.name,
      forPersonId: approvals.forPersonId,
      forName: away.name,
      statement: approvals.statement,
      credentialId: approvals.credentialId,
      publicKey: approvals.publicKey,
      authenticatorData: approvals.authenticatorData,
      clientDataJson: approvals.clientDataJson,
      signature: approvals.signature,
      requestId: requests.id,
      state: requests.state,
      ownerId: requests.ownerId,
      action: requests.action,
      actionDigest: requests.actionDigest,
      policyVersion: requests.policyVersion,
      ruleIds: requests.ruleIds,
      approvalsRequired: requests.approvalsRequired,
      approvalsGiven: requests.approvalsGiven,
      createdAt: requests.createdAt,
      expiresAt: requests.expiresAt,
      closedAt: requests.closedAt,
      agentId: agents.id,
      agentName: agents.name,
      grant: getTableColumns(grants),
      voided: getTableColumns(voidApprovals),
    })
    .from(approvals)
    .innerJoin(requests, eq(requests.id, approvals.requestId))
    .innerJoin(people, eq(people.id, approvals.personId))
    .leftJoin(away, eq(away.id, approvals.forPersonId))
    .innerJoin(agents, eq(agents.id, requests.agentId))
    .leftJoin(voidApprovals, eq(voidApprovals.approvalId, approvals.id))
    .leftJoin(grants, eq(grants.requestId, requests.id))
    .where(and(eq(approvals.id, approvalId), eq(approvals.decision, "approve")));
  return row;
}
