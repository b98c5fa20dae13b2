import type { Database } from "#db/client";
import { revokeOneKey } from "#lib/agents/keys/revoke-keys";
import { lockAgent } from "#lib/agents/lock-agent";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { voidAuthority } from "#lib/voiding/void-authority";

/**
 * Revokes a key, by an admin or the owner. Another party may have used it: in the same transaction,
 * its pending requests are cancelled and its unredeemed grants revoked.
 * @throws {CountersignError} `not_found`, also for a revoked key; `agent_revoked`
 */
export async function revokeKey(
  db: Database,
  { actor, agentId, keyId, now }: { actor: Viewer; agentId: string; keyId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    if (!(await revokeOneKey(tx, { agentId, keyId, actor, now })))
      throw new CountersignError("not_found", "no such live key of this agent", {
        userMessage: "This key doesn't exist or was already revoked. Reload the page.",
      });
    await voidAuthority(tx, { agentIds: [agentId], keyIds: [keyId], reason: "key_revoked", actor, now });
    await notify(tx, `agent/${agentId}`);
  });
}
