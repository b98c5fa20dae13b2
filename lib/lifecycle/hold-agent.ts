import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { setReleased } from "#lib/agents/change-state";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { listAdminIds } from "#lib/people/admins";
import { lockAccess } from "#lib/people/lock-people";
import type { Viewer } from "#lib/sessions/session";
import { putOnHold } from "./put-on-hold.ts";

export const longestHoldReason = 500;

/**
 * Stops an agent at the word of its owner or an admin, without a passkey: the agent is quarantined
 * until a person releases it, pending requests are cancelled and unredeemed grants revoked. Neither
 * the owner's return, an ownership review nor a new owner ends the hold. An admin's hold takes the
 * place of one that the owner could end. A test agent can't be held: a hold notifies all admins.
 * @throws {CountersignError} `not_found`, `agent_revoked`; `conflict` when the agent is held
 * already or is a test agent
 */
export async function holdAgent(
  db: Database | Transaction,
  { actor, agentId, reason, now }: { actor: Viewer; agentId: string; reason: string | null; now: Date },
): Promise<void> {
  const by = actor.personId;
  await db.transaction(async (tx) => {
    await lockConcerned(tx, agentId, by);
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await putOnHold(tx, { agentIds: [agentId], by, reason, now });
  });
}

/** People before agents, in the order of the verbs that end a person's access. */
export async function lockConcerned(tx: Transaction, agentId: string, actorId?: string): Promise<void> {
  const { ownerId, heldBy } = agents;
  const [agent] = await tx.select({ ownerId, heldBy }).from(agents).where(eq(agents.id, agentId));
  const concerned = [actorId, agent?.ownerId, agent?.heldBy].filter((id) => typeof id === "string");
  await lockAccess(tx, [...(await listAdminIds(tx)), ...concerned]);
}

/**
 * Ends a hold. An admin ends each hold, the owner only the owner's own, the agent's own and that of a
 * person who acted for the owner: an admin may hold the agent because of its owner. The holder, the owner
 * and all admins are notified. What was cancelled or revoked stays so (invariant 17). The caller has
 * obtained a passkey confirmation.
 * @throws {CountersignError} `not_found`, `agent_revoked`; `not_entitled` for the owner and another
 * person's hold; `conflict` when the agent is not held
 */
export async function releaseAgent(
  db: Database,
  { actor, agentId, now }: { actor: Viewer; agentId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockConcerned(tx, agentId, actor.personId);
    const found = await lockAgent(tx, { actor, agentId, ownerToo: true });
    const { ownerId, heldAt, heldBy, heldFor } = found;
    if (heldAt === null) throw notHeld(agentId);
    const isOwn = heldBy === null || heldBy === actor.personId || heldFor === actor.personId;
    if (!isOwn && !actor.roles.includes("admin")) throw heldByAnother(agentId);
    const released = await setReleased(tx, { agentId, now });
    if (!released) throw notHeld(agentId);
    const data = { status: released.status, owner_epoch: released.ownerEpoch };
    const subject = { agent: agentId, person: ownerId };
    await recordAudit(tx, { type: "agent.released", actor, subject, data }, now);
    const to = {
      to: heldBy === null ? [ownerId] : [heldBy, ownerId],
      except: [actor.personId],
      skipsLocked: true,
    };
    await announce(tx, { kind: "agent_released", ...to, agentId, now });
    await notify(tx, `agent/${agentId}`, "queue");
  });
}

function heldByAnother(agentId: string): CountersignError {
  return new CountersignError("not_entitled", `${agentId} is held by another person than its owner`, {
    userMessage: "Someone else put this agent on hold, so it wasn't released. Ask an admin to release it.",
  });
}

function notHeld(agentId: string): CountersignError {
  return new CountersignError("conflict", `${agentId} is not held`, {
    userMessage: "This agent isn't on hold, so nothing was changed. Reload the page.",
  });
}
