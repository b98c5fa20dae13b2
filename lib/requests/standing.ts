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
      userMessage: caller.isOwnerActive
        ? "This agent's owner has not confirmed in time that they still answer for it. It can act again once they have, or once it has a new owner."
        : "This agent has no active owner. It can act again once a new owner has accepted it.",
    });
  }
  if (caller.isOwnerActive) return undefined;
  return new CountersignError("owner_inactive", `the owner of ${caller.id} is not an active approver`, {
    userMessage:
      "The owner of this agent is not active. An admin must give it a new owner before it can act.",
  });
}
