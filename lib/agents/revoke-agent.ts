import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { recordAudits } from "#lib/audit/record";
import type { Viewer } from "#lib/auth/session";
import { notify } from "#lib/events/hub";
import { withdrawCodes } from "./issue-enrolment-code.ts";
import { lockAgent } from "./lock-agent.ts";
import { voidAuthority } from "./void-authority.ts";

/**
 * Ends an agent for good, by an admin or its owner: its keys, codes, pending requests and unredeemed grants die with it in one transaction.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function revokeAgent(
  db: Database,
  { actor, agentId, now }: { actor: Viewer; agentId: string; now: Date },
): Promise<void> {
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await tx.update(agents).set({ status: "revoked" }).where(eq(agents.id, agentId));
    const keys = await tx
      .update(agentKeys)
      .set({ revokedAt: now })
      .where(and(eq(agentKeys.agentId, agentId), isNull(agentKeys.revokedAt)))
      .returning({ key: agentKeys.id });
    const subjects = keys.map(({ key }) => ({ agent: agentId, key }));
    const keyFacts = subjects.map((subject) => ({ type: "agent_key.revoked" as const, actor: by, subject }));
    await recordAudits(
      tx,
      [{ type: "agent.revoked", actor: by, subject: { agent: agentId } }, ...keyFacts],
      now,
    );
    await withdrawCodes(tx, agentId);
    await voidAuthority(tx, { agentIds: [agentId], reason: "agent_revoked", actor: by, now });
    await notify(tx, `agent/${agentId}`);
  });
}
