import { and, eq, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agents } from "#db/schema/agents";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { isForOwner } from "./change-state.ts";

const managed = {
  ...columnsOf(agents, "id", "status", "ownerId", "ownerEpoch", "heldAt", "heldBy"),
  ...columnsOf(agents, "name", "labels", "isTest"),
};

/** `heldBy`: null for no hold, and for the agent's own. */
export interface ManagedAgent extends Pick<typeof agents.$inferSelect, keyof typeof managed> {
  /** Whether its owner may end its hold. */
  isForOwner: boolean;
}

/**
 * Locks an agent for a change: any agent for an admin, an owned agent for its owner if `ownerToo`.
 * A test agent can only be revoked: it gets no key, callback, backup approver or new owner.
 * @throws {CountersignError} `not_found` when the agent is unknown, or not the actor's;
 * `agent_revoked`; `conflict` for a test agent
 */
export async function lockAgent(
  tx: Transaction,
  {
    actor,
    agentId,
    ownerToo,
    testAgentsToo = false,
  }: { actor: Acting; agentId: string; ownerToo: boolean; testAgentsToo?: boolean },
): Promise<ManagedAgent> {
  const scope = managedBy(actor, ownerToo);
  const [agent] = await tx
    .select({ ...managed, isForOwner })
    .from(agents)
    .where(and(eq(agents.id, agentId), scope))
    .for("update");
  if (!agent) throw agentNotFound(agentId, actor);
  if (agent.status === "revoked") {
    throw new CountersignError("agent_revoked", `agent ${agentId} is revoked`, {
      userMessage: "This agent was revoked, which can't be undone. Create a new agent instead.",
    });
  }
  if (agent.isTest && !testAgentsToo) {
    throw new CountersignError("conflict", `${agentId} is a test agent`, {
      userMessage: "This is a test agent. It can only be revoked, so nothing was changed.",
    });
  }
  return agent;
}

type Acting = Pick<Viewer, "personId" | "roles">;

/** Whether the viewer may manage the keys of an agent with this owner. */
export function canManage(viewer: Viewer, ownerId: string): boolean {
  return viewer.roles.includes("admin") || (viewer.roles.includes("approver") && viewer.personId === ownerId);
}

export function agentNotFound(agentId: string, { personId }: Pick<Viewer, "personId">): CountersignError {
  return new CountersignError("not_found", `no agent ${agentId} for ${personId}`, {
    userMessage: "This agent doesn't exist, or you don't have access to it.",
  });
}

function managedBy(actor: Acting, ownerToo: boolean): SQL | undefined {
  if (actor.roles.includes("admin")) return undefined;
  if (ownerToo && actor.roles.includes("approver")) return eq(agents.ownerId, actor.personId);
  throw new CountersignError("not_found", `${actor.personId} manages no agents`, {
    userMessage: "This agent doesn't exist, or you don't have access to it.",
  });
}
