import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { ExecutionFinding } from "#db/schema/executions";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { lockPeople } from "#lib/people/lock-people";
import { activeResolver } from "./resolvers.ts";

/** In characters. */
export const longestNote = 2000;

export interface Resolution {
  actor: { personId: string };
  requestId: string;
  finding: ExecutionFinding;
  /** How the person found out. Not empty. */
  note: string;
  now: Date;
}

/**
 * Records a person's finding about an uncertain execution, permanently, apart from grant and request.
 * @throws {CountersignError} `not_found` unless owner, backup approver or admin; `already_decided`
 */
export async function resolveExecution(db: Database, resolution: Resolution): Promise<void> {
  const { actor, requestId, finding, note, now } = resolution;
  await db.transaction(async (tx) => {
    const { agentId, ownerId } = await lockAgentOf(tx, resolution);
    // One-way: a report or another person may have been first.
    const [row] = await tx.execute<{ grant_id: string }>(sql`
      update executions set finding = ${finding}, note = ${note}, resolved_by = ${actor.personId}, resolved_at = ${now.toISOString()}
      where request_id = ${requestId} and state = 'uncertain' and resolved_at is null
      returning grant_id`);
    if (!row)
      throw new CountersignError("already_decided", `the execution of ${requestId} is not uncertain`, {
        userMessage: "This is no longer uncertain. Reload the page to see the outcome.",
      });
    const subject = { request: requestId, agent: agentId, grant: row.grant_id };
    await recordAudit(tx, { type: "execution.resolved", actor, subject, data: { finding } }, now);
    await notify(tx, `request/${requestId}`, `person/${ownerId}`, "queue");
  });
}

// The person, then the agent: a change of roles, owner or backup approvers commits first and counts
// here, or waits.
async function lockAgentOf(
  tx: Transaction,
  { actor, requestId }: Resolution,
): Promise<{ agentId: string; ownerId: string }> {
  await lockPeople(tx, sql`p.id = ${actor.personId}`);
  const [agent] = await tx.execute<{ agentId: string; ownerId: string }>(sql`
    select a.id as "agentId", a.owner_id as "ownerId" from executions x join agents a on a.id = x.agent_id
    where x.request_id = ${requestId} for share of a`);
  const entitled =
    agent &&
    (await tx.execute(sql`
      select from agents a join people p on p.id = ${actor.personId} where a.id = ${agent.agentId} and ${activeResolver()}`));
  if (agent && entitled?.length) return agent;
  throw new CountersignError("not_found", `${actor.personId} resolves no execution of ${requestId}`, {
    userMessage: "This request doesn't exist, or you don't have access to it.",
  });
}
