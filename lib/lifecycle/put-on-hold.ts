import type { Transaction } from "#db/client";
import { type ChangedAgent, type Hold, setHeld } from "#lib/agents/change-state";
import { recordAudits } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { listAdminIds } from "#lib/people/admins";
import { endAuthority } from "./quarantine-agents.ts";

interface Held extends Hold {
  /** Absent when the agents themselves are the reason. */
  requestId?: string;
  /** Of an agent that holds itself: what tells its call from others. */
  call?: string;
}

/**
 * Puts agents on hold and ends their authority. The caller has locked the people and then the
 * agents: a simultaneous ask, approval or redemption either came first, and its result is cancelled
 * or revoked here, or finds the agent quarantined (invariant 8).
 * @throws {CountersignError} `conflict` when all of them are held already
 */
export async function putOnHold(tx: Transaction, { requestId, call, ...hold }: Held): Promise<void> {
  const { by, reason, onBehalfOf = null, now } = hold;
  const held = await setHeld(tx, hold);
  const [first] = held;
  if (!first) throw heldAlready(hold.agentIds);
  const actor = by === null ? ({ type: "agent", id: first.id } as const) : { personId: by };
  const facts = held.map(({ id, ownerId, ownerEpoch }) => ({
    type: "agent.held" as const,
    actor,
    subject: { agent: id, person: ownerId, ...(requestId !== undefined && { request: requestId }) },
    data: {
      // An agent's words stay out of the audit log.
      ...(by === null ? { call_sha256: call } : { reason }),
      owner_epoch: ownerEpoch,
      ...(onBehalfOf !== null && { on_behalf_of: onBehalfOf }),
    },
  }));
  await recordAudits(tx, facts, now);
  await endAuthority(tx, { agentIds: held.map(({ id }) => id), reason: "agent_held", actor, now });
  if (requestId === undefined) return announceHold(tx, held, { by, now });
  const to = { to: [first.ownerId], except: [by], skipsLocked: true };
  await announce(tx, { kind: "unexpected_request", ...to, requestId, now });
}

/** One notice for each person: admins hear of all agents, and an owner of the owner's own. */
async function announceHold(
  tx: Transaction,
  held: ChangedAgent[],
  { by, now }: { by: string | null; now: Date },
): Promise<void> {
  const admins = await listAdminIds(tx);
  const tell = async (agents: ChangedAgent[], to: string[], except: (string | null)[]) => {
    const about = { agentId: agents[0]?.id, more: agents.length - 1 };
    // People are locked already, apart from an owner of this very moment.
    await announce(tx, { kind: "agent_held", to, except, skipsLocked: true, ...about, now });
  };
  await tell(held, [], [by]);
  for (const ownerId of new Set(held.map((agent) => agent.ownerId))) {
    const own = held.filter((agent) => agent.ownerId === ownerId);
    await tell(own, [ownerId], [by, ...admins]);
  }
}

function heldAlready(agentIds: string[]): CountersignError {
  return new CountersignError("conflict", `${agentIds.join()} held already`, {
    userMessage: "This agent is already on hold. Reload to see who holds it.",
  });
}
