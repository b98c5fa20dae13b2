import type { Database, Transaction } from "#db/client";
import { setReleased } from "#lib/agents/change-state";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { announceHolds, lockConcerned } from "./put-on-hold.ts";

/** A hold as the person who ends it has seen it. */
interface SeenHold {
  agentId: string;
  heldAt: Date;
}

/**
 * Ends the holds of agents, all or none. An admin ends each hold, the owner only the owner's own, the
 * agent's own and that of a person who acted for the owner: an admin may hold the agent because of its
 * owner. The holders, the owners and all admins are notified. What was cancelled or revoked stays so
 * (invariant 17). The caller has obtained a passkey confirmation.
 * @throws {CountersignError} `not_found`, `agent_revoked`; `not_entitled` for the owner and another
 * person's hold; `conflict` when a hold has ended or another took its place
 */
export async function releaseHolds(
  db: Database,
  { actor, holds, now }: { actor: Viewer; holds: SeenHold[]; now: Date },
): Promise<void> {
  const seen = new Map(holds.map(({ agentId, heldAt }) => [agentId, heldAt]));
  const ids = [...seen.keys()].sort();
  const by = actor.personId;
  await db.transaction(async (tx) => {
    const current = (await lockConcerned(tx, ids, by)).get(by) ?? [];
    const admitted = { ...actor, roles: actor.roles.filter((role) => current.includes(role)) };
    const released = [];
    for (const [agentId, heldAt] of [...seen].sort())
      released.push(await release(tx, { actor: admitted, agentId, heldAt, now }));
    await announceHolds(tx, { kind: "agent_released", agents: released, by, now });
    await notify(tx, ...ids.map((id) => `agent/${id}` as const), "queue");
  });
}

async function release(
  tx: Transaction,
  { actor, agentId, now, ...seen }: SeenHold & { actor: Viewer; now: Date },
): Promise<{ id: string; to: string[] }> {
  const found = await lockAgent(tx, { actor, agentId, ownerToo: true });
  const { ownerId, heldAt, heldBy, isForOwner } = found;
  if (heldAt?.getTime() !== seen.heldAt.getTime()) throw holdEnded(agentId);
  if (!isForOwner && !actor.roles.includes("admin")) throw heldByAnother(agentId);
  const released = await setReleased(tx, { agentId, now });
  if (!released) throw holdEnded(agentId);
  const data = { status: released.status, owner_epoch: released.ownerEpoch };
  const subject = { agent: agentId, person: ownerId };
  await recordAudit(tx, { type: "agent.released", actor, subject, data }, now);
  return { id: agentId, to: heldBy === null ? [ownerId] : [heldBy, ownerId] };
}

function heldByAnother(agentId: string): CountersignError {
  return new CountersignError("not_entitled", `${agentId} is held by another person than its owner`, {
    userMessage: "Someone else put this agent on hold, so it wasn't released. Ask an admin to release it.",
  });
}

function holdEnded(agentId: string): CountersignError {
  return new CountersignError("conflict", `the hold of ${agentId} has ended`, {
    userMessage: "A hold was released or replaced since, so nothing was changed. Reload the page.",
  });
}
