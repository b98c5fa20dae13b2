import { CountersignError } from "#lib/kernel/errors";
import type { AgentCaller } from "./find-caller.ts";
import { frozenError } from "./freeze.ts";

/** Why an agent may not ask or redeem now; undefined if the agent may. */
export function eligibilityError(
  caller: Pick<AgentCaller, "id" | "status" | "isOwnerActive" | "isHeld" | "freeze">,
): CountersignError | undefined {
  if (caller.status === "revoked") {
    return new CountersignError("agent_revoked", `${caller.id} was revoked`, {
      userMessage: "This agent was revoked.",
    });
  }
  if (caller.status === "quarantined") {
    return new CountersignError("agent_quarantined", `${caller.id} is quarantined`, {
      userMessage: quarantineMessage(caller),
    });
  }
  if (caller.isOwnerActive) return caller.freeze ? frozenError(caller.freeze) : undefined;
  return new CountersignError("owner_inactive", `the owner of ${caller.id} is not an active approver`, {
    userMessage: "This agent's owner isn't active. An admin has to assign a new owner.",
  });
}

function quarantineMessage({ isHeld, isOwnerActive }: Pick<AgentCaller, "isOwnerActive" | "isHeld">): string {
  if (isHeld) return "This agent is on hold. It can act again once a person releases it.";
  return isOwnerActive
    ? "This agent is quarantined because its owner didn't confirm ownership in time. It can act again once ownership is confirmed or transferred."
    : "This agent is quarantined because it has no active owner. It can act again once a new owner accepts it.";
}
