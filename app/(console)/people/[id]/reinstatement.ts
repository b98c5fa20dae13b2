import type { Foresight } from "#lib/directory/foresee-offboarding";

/** Agents that a sentence names. */
const mostNames = 5;

/** What will follow from reinstating somebody, a sentence each. Numbers are of this moment. */
export function reinstatement(
  { agents, agentCount, groups, backedUp, passkeys }: Foresight,
  roles: readonly string[],
): string[] {
  if (passkeys === 0) return ["They have no passkey: until they make one, they can do nothing."];
  const access = `They can sign in again with the passkeys they have, as ${roles.join(", ")}.`;
  if (!roles.includes("approver")) return [access];
  const named = agents.slice(0, mostNames).map(({ name }) => name);
  const rest = agentCount - named.length;
  const names = rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
  return [
    access,
    ...(agentCount > 0
      ? [`${counted(agentCount, "agent")} of theirs can act again at once, if confirmed in time: ${names}.`]
      : []),
    ...(groups.length > 0 ? [`They approve again for ${groups.map(({ name }) => name).join(", ")}.`] : []),
    ...(backedUp > 0 ? [`They back up ${counted(backedUp, "agent")} of others again.`] : []),
  ];
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
