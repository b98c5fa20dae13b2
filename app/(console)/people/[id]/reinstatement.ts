import { type Role, rolesText } from "#components/people/role-names.ts";
import { counted } from "#components/text/plural.ts";
import { someNames } from "#components/text/shorten-list.ts";
import type { Foresight } from "#lib/membership/offboarding/foresee-offboarding";

/**
 * The consequences of a reactivation, one sentence each, agents first. Counts are current, not as
 * of the confirmation.
 */
export function reinstatement(foresight: Foresight, roles: readonly Role[]): string[] {
  const isApprover = roles.includes("approver");
  // Agents go back to work even if the owner can't sign in.
  const agents = isApprover ? agentsAtWork(foresight) : [];
  if (foresight.passkeys === 0)
    return [...agents, "They have no passkey and can't approve until they create one."];
  const access = `They can sign in with their existing passkeys as ${rolesText(roles)}.`;
  return [...agents, access, ...(isApprover ? approvals(foresight) : [])];
}

function agentsAtWork({ agents, agentCount }: Foresight): string[] {
  if (agentCount === 0) return [];
  const names = someNames(
    agents.map(({ name }) => name),
    agentCount,
  );
  return [
    `${counted(agentCount, "agent")} they own can act again, unless an ownership review is overdue (${names}).`,
  ];
}

function approvals({ groups, backedUp }: Foresight): string[] {
  return [
    ...(groups.length > 0
      ? [`They can approve again for ${groups.map(({ name }) => name).join(", ")}.`]
      : []),
    ...(backedUp > 0 ? [`They're a backup approver again for ${counted(backedUp, "agent")}.`] : []),
  ];
}
