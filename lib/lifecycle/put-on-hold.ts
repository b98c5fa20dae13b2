import { inArray } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { type NewHold, setHeld } from "#lib/agents/change-state";
import { type RecordedActor, recordAudits } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { listAdminIds } from "#lib/people/admins";
import { lockAccess } from "#lib/people/lock-people";
import { endAuthority } from "./quarantine-agents.ts";

interface Held extends NewHold {
  /** Absent when the agents themselves are the reason. */
  requestId?: string;
  /** Of an agent that holds itself: what tells its call from others. */
  call?: string;
  /** The job that holds the agents at the wish of `by`, who hears of it. */
  job?: RecordedActor;
}

/**
 * Puts agents on hold and ends their authority. The caller has locked the people and then the
 * agents: a simultaneous ask, approval or redemption either came first, and its result is cancelled
 * or revoked here, or finds the agent quarantined (invariant 8).
 * @throws {CountersignError} `conflict` when all of them are held already
 */
export async function putOnHold(tx: Transaction, { requestId, call, job, ...hold }: Held): Promise<void> {
  const { by, reason, onBehalfOf = null, now } = hold;
  const held = await setHeld(tx, hold);
  const [first] = held;
  if (!first) throw heldAlready(hold.agentIds);
  const actor = job ?? (by === null ? ({ type: "agent", id: first.id } as const) : { personId: by });
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
  if (requestId === undefined) {
    const announced = held.map(({ id, ownerId }) => ({ id, to: [ownerId] }));
    return announceHolds(tx, { kind: "agent_held", agents: announced, by: job ? null : by, now });
  }
  const to = { to: [first.ownerId], except: [by], skipsLocked: true };
  await announce(tx, { kind: "unexpected_request", ...to, requestId, now });
}

interface AnnouncedHolds {
  kind: "agent_held" | "agent_released";
  /** With the people to notify in addition to the admins. */
  agents: { id: string; to: string[] }[];
  by: string | null;
  now: Date;
}

/** One notice for each person: admins hear of all agents, and others of those that concern them. */
export async function announceHolds(
  tx: Transaction,
  { kind, agents, by, now }: AnnouncedHolds,
): Promise<void> {
  const admins = await listAdminIds(tx);
  const tell = async (told: AnnouncedHolds["agents"], to: string[], except: (string | null)[]) => {
    const about = { agentId: told[0]?.id, more: told.length - 1 };
    // People are locked already, apart from an owner of this very moment.
    await announce(tx, { kind, to, except, skipsLocked: true, ...about, now });
  };
  await tell(agents, [], [by]);
  for (const personId of new Set(agents.flatMap(({ to }) => to))) {
    const own = agents.filter(({ to }) => to.includes(personId));
    await tell(own, [personId], [by, ...admins]);
  }
}

/** Locks people before agents, in the order of the verbs that end a person's access. */
export async function lockConcerned(tx: Transaction, agentIds: string[], actorId?: string) {
  const { ownerId, heldBy } = agents;
  const found = await tx.select({ ownerId, heldBy }).from(agents).where(inArray(agents.id, agentIds));
  const concerned = [actorId, ...found.flatMap((agent) => [agent.ownerId, agent.heldBy])];
  return lockAccess(tx, [...(await listAdminIds(tx)), ...concerned.filter((id) => typeof id === "string")]);
}

function heldAlready(agentIds: string[]): CountersignError {
  return new CountersignError("conflict", `${agentIds.join()} held already`, {
    userMessage: "This agent is already on hold. Reload to see who holds it.",
  });
}
