import type { Transaction } from "#db/client";
import { type Hold, setHeld } from "#lib/agents/change-state";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { endAuthority } from "./quarantine-agents.ts";

interface Held extends Hold {
  ownerId: string;
  /** Absent when the agent itself is the reason. */
  requestId?: string;
  /** Of an agent that holds itself: what tells its call from others. */
  call?: string;
}

/**
 * Puts an agent on hold and ends its authority. The caller has locked the people and then the
 * agent: a simultaneous ask, approval or redemption either came first, and its result is cancelled
 * or revoked here, or finds the agent quarantined (invariant 8).
 * @throws {CountersignError} `conflict` when the agent is held already
 */
export async function putOnHold(tx: Transaction, { ownerId, requestId, call, ...hold }: Held): Promise<void> {
  const { agentId, by, reason, onBehalfOf = null, now } = hold;
  const actor = by === null ? ({ type: "agent", id: agentId } as const) : { personId: by };
  const held = await setHeld(tx, hold);
  if (!held)
    throw new CountersignError("conflict", `${agentId} is held`, {
      userMessage: "This agent is already on hold. Reload to see who holds it.",
    });
  const subject = { agent: agentId, person: ownerId, ...(requestId !== undefined && { request: requestId }) };
  const data = {
    // An agent's words stay out of the audit log.
    ...(by === null ? { call_sha256: call } : { reason }),
    owner_epoch: held.ownerEpoch,
    ...(onBehalfOf !== null && { on_behalf_of: onBehalfOf }),
  };
  await recordAudit(tx, { type: "agent.held", actor, subject, data }, now);
  await endAuthority(tx, { agentIds: [agentId], reason: "agent_held", actor, now });
  // People are locked already, apart from an owner of this very moment.
  const to = { to: [ownerId], except: [by], skipsLocked: true };
  if (requestId === undefined) await announce(tx, { kind: "agent_held", ...to, agentId, now });
  else await announce(tx, { kind: "unexpected_request", ...to, requestId, now });
}
