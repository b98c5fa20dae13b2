import type { Foresight } from "#lib/directory/foresee-offboarding";

/** What will follow from ending somebody's access, a sentence each. Numbers are of this moment. */
export function consequences(
  foresight: Foresight,
  change: "suspend" | "leave",
  status: "invited" | "active" | "suspended",
): string[] {
  if (status === "invited") return ["The invitation link stops working.", "They can be invited again later."];
  const { agents, sessions, pendingRequests, openGrants, delegations } = foresight;
  const names = agents.map((agent) => agent.name).join(", ");
  return [
    sessions > 0 ? `They are signed out (${counted(sessions, "session")}).` : "They cannot sign in any more.",
    ...(agents.length > 0
      ? [
          `${counted(agents.length, "agent")} of theirs ${are(agents.length)} quarantined and can ask for nothing: ${names}.`,
        ]
      : []),
    ...(pendingRequests > 0
      ? [`${counted(pendingRequests, "waiting request")} ${are(pendingRequests)} cancelled.`]
      : []),
    ...(openGrants > 0 ? [`${counted(openGrants, "unused grant")} ${are(openGrants)} revoked.`] : []),
    ...(delegations > 0
      ? [`${counted(delegations, "delegation")} to or from them ${delegations === 1 ? "ends" : "end"}.`]
      : []),
    change === "suspend"
      ? "Their passkeys stay, and they can be reinstated."
      : "Their passkeys are removed. What they decided stays on record.",
  ];
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}
