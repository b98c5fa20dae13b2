import { type Action, actionDigest } from "./action.ts";
import type { TotalScope } from "./total.ts";

/**
 * The agent, owner, resource or action of a total; undefined without a resource. Earlier spending
 * stays with the request's owner. The action's digest covers the agent.
 */
export function idIn(
  per: TotalScope,
  { agentId, ownerId, action }: { agentId: string; ownerId: string; action: Action },
): string | undefined {
  if (per === "action") return actionDigest(agentId, action);
  return { agent: agentId, owner: ownerId, resource: action.resource }[per];
}
