import type { Foresight } from "#lib/directory/foresee-offboarding";
import { counted } from "../../../../components/people/counted.ts";
import { someNames } from "../../../../components/people/some-names.ts";

/** What will follow from reinstating somebody, a sentence each, what their agents do first. Numbers are of this moment. */
export function reinstatement(foresight: Foresight, roles: readonly string[]): string[] {
  const isApprover = roles.includes("approver");
  // Agents go back to work whether their owner can sign in or not.
  const agents = isApprover ? agentsAtWork(foresight) : [];
  if (foresight.passkeys === 0)
    return [...agents, "They have no passkey: until they make one, they can approve nothing themselves."];
  const access = `They can sign in again with the passkeys they have, as ${roles.join(", ")}.`;
  return [...agents, access, ...(isApprover ? approvals(foresight) : [])];
}

function agentsAtWork({ agents, agentCount }: Foresight): string[] {
  if (agentCount === 0) return [];
  const names = someNames(
    agents.map(({ name }) => name),
    agentCount,
  );
  return [`${counted(agentCount, "agent")} of theirs can act again at once, if confirmed in time: ${names}.`];
}

function approvals({ groups, backedUp }: Foresight): string[] {
  return [
    ...(groups.length > 0 ? [`They approve again for ${groups.map(({ name }) => name).join(", ")}.`] : []),
    ...(backedUp > 0 ? [`They back up ${counted(backedUp, "agent")} of others again.`] : []),
  ];
}
