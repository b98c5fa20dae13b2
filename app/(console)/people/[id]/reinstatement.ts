import type { Foresight } from "#lib/directory/foresee-offboarding";
import { someNames } from "../../../../components/people/some-names.ts";

/** What will follow from reinstating somebody, a sentence each. Numbers are of this moment. */
export function reinstatement(
  { agents, agentCount, groups, backedUp, passkeys }: Foresight,
  roles: readonly string[],
): string[] {
  if (passkeys === 0) return ["They have no passkey: until they make one, they can do nothing."];
  const access = `They can sign in again with the passkeys they have, as ${roles.join(", ")}.`;
  if (!roles.includes("approver")) return [access];
  const names = someNames(
    agents.map(({ name }) => name),
    agentCount,
  );
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
