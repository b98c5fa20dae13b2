import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { endStandingApprovals } from "#lib/voiding/end-standing-approvals";

/**
 * Ends a standing approval, at the word of its person, the agent's owner or an admin: requests reach
 * people again. It approves nothing, so it needs no passkey.
 * @throws {CountersignError} `not_found`; `conflict` when it has ended
 */
export async function endStandingApproval(
  db: Database,
  { actor, agentId, standingId, now }: { actor: Viewer; agentId: string; standingId: string; now: Date },
): Promise<void> {
  const { personId } = actor;
  await db.transaction(async (tx) => {
    const [own] = await tx.execute(
      sql`select 1 from standing_approvals s where s.id = ${standingId} and s.person_id = ${personId}`,
    );
    if (!own) await lockAgent(tx, { actor, agentId, ownerToo: true });
    const which = sql`s.id = ${standingId} and s.agent_id = ${agentId}`;
    if ((await endStandingApprovals(tx, { which, reason: "ended", actor, now })) > 0) return;
    throw new CountersignError("conflict", `${standingId} has ended`, {
      userMessage: "This standing approval has already ended. Reload the page.",
    });
  });
}
