import type { AgentCaller } from "#lib/callers/find-caller";
import { CountersignError } from "#lib/errors";

/** Why this agent may neither ask nor redeem at this moment; undefined when it may. */
export function standingRefusal(
  caller: Pick<AgentCaller, "id" | "status" | "isOwnerActive">,
): CountersignError | undefined {
  if (caller.status === "revoked") {
    return new CountersignError("agent_revoked", `${caller.id} was revoked`, {
      userMessage: "This agent was revoked and cannot act any more.",
    });
  }
  if (caller.status === "quarantined") {
    return new CountersignError("agent_quarantined", `${caller.id} is quarantined`, {
      userMessage: "This agent has no active owner. An admin must give it a new owner before it can act.",
    });
  }
  if (caller.isOwnerActive) return undefined;
  return new CountersignError("owner_inactive", `the owner of ${caller.id} is not an active approver`, {
    userMessage:
      "The owner of this agent is not active. An admin must give it a new owner before it can act.",
  });
}
