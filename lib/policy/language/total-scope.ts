import { type Action, actionDigest } from "./action.ts";
import type { TotalScope } from "./total.ts";

/**
 * The agent, owner, resource or action that a total of a request is about; undefined without a
 * resource. An owner's total goes by the request's owner: an agent's earlier spending stays with its
 * owner at the time. An action goes by its digest, which covers the agent.
 */
export function idIn(
  per: TotalScope,
  { agentId, ownerId, action }: { agentId: string; ownerId: string; action: Action },
): string | undefined {
  if (per === "action") return actionDigest(agentId, action);
  return { agent: agentId, owner: ownerId, resource: action.resource }[per];
}
