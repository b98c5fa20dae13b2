import type { Database } from "#db/client";
import { removeOneIdentity } from "#lib/agents/keys/end-workloads";
import { revokeKeysOfWorkload } from "#lib/agents/keys/revoke-keys";
import { lockAgent } from "#lib/agents/lock-agent";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { voidAuthority } from "#lib/voiding/void-authority";

/**
 * Removes a workload identity, by an admin or the owner: the workload gets no more keys, its keys
 * are revoked, and their requests end as with `revokeKey`.
 * @throws {CountersignError} `not_found`, also for a removed identity; `agent_revoked`
 */
export async function removeWorkloadIdentity(
  db: Database,
  { actor, agentId, identityId, now }: { actor: Viewer; agentId: string; identityId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    if (!(await removeOneIdentity(tx, { agentId, identityId, actor, now })))
      throw new CountersignError("not_found", "no such workload identity of this agent", {
        userMessage: "This workload identity doesn't exist or was already removed. Reload the page.",
      });
    const keyIds = await revokeKeysOfWorkload(tx, identityId, { actor, now });
    await voidAuthority(tx, { agentIds: [agentId], keyIds, reason: "key_revoked", actor, now });
    await notify(tx, `agent/${agentId}`);
  });
}
