import { counted } from "#components/text/plural.ts";
import { someNames } from "#components/text/shorten-list.ts";
import type { Foresight } from "#lib/membership/offboarding/foresee-offboarding";

/** The end of a person's approvals: suspension, deactivation, or loss of the Approver role. */
export type Ending = "suspend" | "leave" | "demote";

/** The consequences of an ended access. Counts are current, not as of the confirmation. */
export function consequences(
  foresight: Foresight,
  change: Ending,
  status: "invited" | "active" | "suspended",
): string[] {
  if (status === "invited")
    return ["Their invitation link stops working.", "You can invite them again later."];
  return [
    ...access(foresight, change),
    ...agentSentences(foresight),
    ...many(foresight.delegations, "delegation", "involving them", "ends", "end"),
    ...many(foresight.offers, "offer", "of agent ownership to or from them", "is cancelled", "are cancelled"),
    ...groupSentences(foresight, change),
    ...backupSentences(foresight, change),
    ...many(
      foresight.approvals,
      "approval",
      "they gave on pending requests",
      "no longer counts",
      "no longer count",
    ),
    ...many(
      foresight.approvedGrants,
      "unused grant",
      "they approved for other people's agents",
      "is revoked",
      "are revoked",
    ),
    ...many(
      foresight.reviews,
      "break-glass approval",
      "they made",
      "still needs review",
      "still need review",
    ),
    ...lastingSentences(foresight),
    last(change),
  ];
}

function access({ sessions, links, policyTokens }: Foresight, change: Ending): string[] {
  const ended = [
    ...(links > 0 ? [counted(links, "unused link")] : []),
    ...(policyTokens > 0 ? [counted(policyTokens, "policy token")] : []),
  ];
  const none = change === "demote" ? "They have no active sessions." : "They can no longer sign in.";
  return [
    sessions > 0 ? `They're signed out of ${counted(sessions, "session")}.` : none,
    ...(ended.length > 0
      ? [`${ended.join(" and ")} ${links + policyTokens === 1 ? "stops" : "stop"} working.`]
      : []),
  ];
}

function agentSentences(foresight: Foresight): string[] {
  const { agents, agentCount, hasTestAgent, pendingRequests, openGrants } = foresight;
  const names = someNames(
    agents.map(({ name }) => name),
    agentCount,
  );
  return [
    ...(agentCount > 0
      ? [
          `${counted(agentCount, "agent")} they own ${isAre(agentCount)} quarantined and can't request anything (${names}).`,
        ]
      : []),
    ...many(pendingRequests, "pending request", "", "is cancelled", "are cancelled"),
    ...many(openGrants, "unused grant", "", "is revoked", "are revoked"),
    ...(hasTestAgent ? ["Their test agent is revoked."] : []),
  ];
}

function groupSentences({ groups }: Foresight, change: Ending): string[] {
  const empty = groups.filter(({ isLast }) => isLast).map(({ name }) => name);
  return [
    ...(groups.length > 0
      ? [
          change === "leave"
            ? `They're removed from ${counted(groups.length, "group")}.`
            : `They stop counting as an approver in ${counted(groups.length, "group")} until reactivated.`,
        ]
      : []),
    ...(empty.length > 0
      ? [
          `${empty.join(", ")} will have no approvers. Requests that need ${empty.length === 1 ? "that group" : "those groups"} will expire.`,
        ]
      : []),
  ];
}

function backupSentences({ backedUp }: Foresight, change: Ending): string[] {
  if (backedUp === 0) return [];
  const agents = `${counted(backedUp, "agent")} owned by others`;
  return change === "leave"
    ? [`They're removed as backup approver for ${agents}.`]
    : [`They remain backup approver for ${agents} but can't decide until reactivated.`];
}

/** Ending the credentials would stop the deprovisioning of other people: docs/offboarding.md. */
function lastingSentences({ lastingCredentials }: Foresight): string[] {
  if (lastingCredentials.length === 0) return [];
  const tokens = lastingCredentials.filter(({ kind }) => kind === "scim_token").length;
  const eventSources = lastingCredentials.length - tokens;
  const what = [
    ...(tokens > 0 ? [counted(tokens, "SCIM token")] : []),
    ...(eventSources > 0 ? [counted(eventSources, "security event source")] : []),
  ].join(" and ");
  const names = someNames(
    lastingCredentials.map(({ name }) => name),
    lastingCredentials.length,
  );
  const [verb, pronoun] = lastingCredentials.length === 1 ? ["keeps", "it"] : ["keep", "them"];
  return [
    `${what} they're responsible for ${verb} working until revoked (${names}). Another admin needs to take responsibility for ${pronoun}.`,
  ];
}

function last(change: Ending): string {
  if (change === "suspend") return "Their passkeys are kept, and you can reactivate them later.";
  if (change === "demote")
    return "If you give the Approver role back, they get their agents back. Cancelled requests stay cancelled.";
  return "Their passkeys are removed. Their past decisions stay in the audit log.";
}

function many(count: number, noun: string, whose: string, singular: string, plural: string): string[] {
  if (count === 0) return [];
  return [`${[counted(count, noun), whose].filter(Boolean).join(" ")} ${count === 1 ? singular : plural}.`];
}

function isAre(count: number): string {
  return count === 1 ? "is" : "are";
}
