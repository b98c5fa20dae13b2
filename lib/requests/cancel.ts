import { sql as fragment } from "drizzle-orm";
import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";

/** Withdraws the agent's request. @throws {CountersignError} `already_decided` if closed. */
export async function cancelRequest(
  db: Database,
  { requestId, now }: { requestId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    // One-way: one of a withdrawal and an approval succeeds.
    const [row] = await tx.execute<{ agent_id: string; owner_id: string }>(fragment`
      update requests set state = 'cancelled', close_reason = 'by_agent', closed_at = ${now.toISOString()}
      where id = ${requestId} and state = 'pending' and expires_at > ${now.toISOString()}
      returning agent_id, owner_id`);
    if (!row) {
      throw new CountersignError("already_decided", `${requestId} is not pending`, {
        userMessage: "This request has already ended and can't be cancelled. GET it to see the outcome.",
      });
    }
    const subject = { request: requestId, agent: row.agent_id, person: row.owner_id };
    const actor = { type: "agent", id: row.agent_id } as const;
    await recordAudit(tx, { type: "request.cancelled", actor, subject, data: { reason: "by_agent" } }, now);
    await notifyOfRequests(tx, [requestId]);
  });
}
