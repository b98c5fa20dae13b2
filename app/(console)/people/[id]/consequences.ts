import type { Foresight } from "#lib/directory/foresee-offboarding";
import { counted } from "../../../../components/people/counted.ts";
import { someNames } from "../../../../components/people/some-names.ts";

/** What ends somebody's part in deciding: a suspension, leaving, or losing the role of approver. */
export type Ending = "suspend" | "leave" | "demote";

/** What will follow from ending somebody's access, a sentence each. Numbers are of this moment. */
export function consequences(
  foresight: Foresight,
  change: Ending,
  status: "invited" | "active" | "suspended",
): string[] {
  if (status === "invited") return ["The invitation link stops working.", "They can be invited again later."];
  return [
    access(foresight, change),
    ...agentSentences(foresight),
    ...many(foresight.delegations, "delegation", "to or from them", "ends", "end"),
    ...many(foresight.offers, "offer", "of agents to or by them", "is withdrawn", "are withdrawn"),
    ...groupSentences(foresight, change),
    ...backupSentences(foresight, change),
    ...many(
      foresight.approvals,
      "approval",
      "of theirs on waiting requests",
      "no longer counts",
      "no longer count",
    ),
    ...many(
      foresight.approvedGrants,
      "unused grant",
      "that they approved for agents of others",
      "is revoked",
      "are revoked",
    ),
    ...many(
      foresight.reviews,
      "break-glass approval",
      "of theirs",
      "stays due for review",
      "stay due for review",
    ),
    ...lastingSentences(foresight),
    last(change),
  ];
}

function access({ sessions, links, policyTokens }: Foresight, change: Ending): string {
  const ended = [
    ...(sessions > 0 ? [counted(sessions, "session")] : []),
    ...(links > 0 ? [counted(links, "open link")] : []),
    ...(policyTokens > 0 ? [counted(policyTokens, "policy token")] : []),
  ];
  if (ended.length > 0)
    return `They are signed out: ${ended.join(", ")} ${isAre(sessions + links + policyTokens)} ended.`;
  return change === "demote" ? "They have no open session." : "They cannot sign in any more.";
}

function agentSentences({ agents, agentCount, pendingRequests, openGrants }: Foresight): string[] {
  const names = someNames(
    agents.map(({ name }) => name),
    agentCount,
  );
  return [
    ...(agentCount > 0
      ? [
          `${counted(agentCount, "agent")} of theirs ${isAre(agentCount)} quarantined and can ask for nothing: ${names}.`,
        ]
      : []),
    ...many(pendingRequests, "waiting request", "", "is cancelled", "are cancelled"),
    ...many(openGrants, "unused grant", "", "is revoked", "are revoked"),
  ];
}

function groupSentences({ groups }: Foresight, change: Ending): string[] {
  const empty = groups.filter(({ isLast }) => isLast).map(({ name }) => name);
  return [
    ...(groups.length > 0
      ? [
          change === "leave"
            ? `They leave ${counted(groups.length, "group")}.`
            : `They count for nothing in ${counted(groups.length, "group")} meanwhile.`,
        ]
      : []),
    ...(empty.length > 0
      ? [
          `Nobody is left to decide in ${empty.join(", ")}: what needs ${empty.length === 1 ? "that group" : "those groups"} waits until it runs out.`,
        ]
      : []),
  ];
}

function backupSentences({ backedUp }: Foresight, change: Ending): string[] {
  if (backedUp === 0) return [];
  const agents = `${counted(backedUp, "agent")} of others`;
  return change === "leave"
    ? [`They no longer back up ${agents}.`]
    : [`They back up ${agents}, and count for nothing there meanwhile.`];
}

/** Ended with them it would end what takes leavers out: docs/offboarding.md. */
function lastingSentences({ lasting }: Foresight): string[] {
  if (lasting.length === 0) return [];
  const tokens = lasting.filter(({ kind }) => kind === "scim_token").length;
  const transmitters = lasting.length - tokens;
  const what = [
    ...(tokens > 0 ? [counted(tokens, "provisioning token")] : []),
    ...(transmitters > 0 ? [counted(transmitters, "transmitter")] : []),
  ].join(" and ");
  const names = someNames(
    lasting.map(({ name }) => name),
    lasting.length,
  );
  const [go, until, it] = lasting.length === 1 ? ["goes", "it is", "it"] : ["go", "they are", "them"];
  return [
    `${what} that they answer for ${go} on working, until ${until} revoked: ${names}. Once they are no admin, another one has to answer for ${it}.`,
  ];
}

function last(change: Ending): string {
  if (change === "suspend") return "Their passkeys stay, and they can be reinstated.";
  if (change === "demote")
    return "Made an approver again, they get their agents back; nothing that was cancelled comes back.";
  return "Their passkeys are removed. What they decided stays on record.";
}

function many(count: number, noun: string, whose: string, one: string, several: string): string[] {
  if (count === 0) return [];
  return [`${[counted(count, noun), whose].filter(Boolean).join(" ")} ${count === 1 ? one : several}.`];
}

function isAre(count: number): string {
  return count === 1 ? "is" : "are";
}
