import { quoted } from "#client/text";

/**
 * `denied`, `expired`, `cancelled` and `pending` are states of the request. `aborted`: the client
 * cancelled the call. `refused`: Countersign rejected the request. `unavailable`: no connection.
 */
export type Why =
  | "denied"
  | "blocked"
  | "expired"
  | "cancelled"
  | "pending"
  | "held_tool"
  | "aborted"
  | "refused"
  | "unavailable";

/**
 * `detail`: the server's text, or the approver's reason. Words of approvers and tools' servers are
 * quoted, so that a model doesn't take them for Countersign's. `number`: for the approver to type.
 */
export interface Facts {
  detail?: string;
  code?: string;
  approvalUrl?: string;
  number?: string;
  tool?: string;
}

const messages: Readonly<Record<Why, (facts: Facts) => string>> = {
  denied: ({ detail }) =>
    `An approver denied this call, so it didn't run.${detail ? ` The approver's reason, quoted: ${quoted(detail)}.` : ""} Don't repeat the call unless the user asks for it.`,
  blocked: ({ detail }) =>
    `Policy blocks this call, so it didn't run. Don't repeat it.${detail ? ` (${detail})` : ""}`,
  expired: () =>
    "No one decided on this call in time, so it didn't run. Repeat the same call to ask again if it's still needed.",
  cancelled: ({ code }) =>
    `The request for this call was cancelled${code ? ` (${code})` : ""}, so the call didn't run. Ask the user before you repeat it.`,
  pending: ({ approvalUrl, number }) =>
    `This call needs approval and hasn't run yet.${approvalUrl ? ` An approver decides at ${approvalUrl}` : ""}${number ? ` Number to match: ${number}. Show this number to the user: the approver has to type it.` : ""} To continue, repeat the same call with the same arguments after it's approved.`,
  held_tool: ({ tool }) =>
    `The tool${tool ? ` ${quoted(tool)}` : ""} is new, or its description or schema changed, so the call didn't run. An admin has to accept the tool in Countersign first.`,
  aborted: () => "The client cancelled this call, so it didn't run.",
  refused: ({ detail, code }) =>
    `Countersign rejected the request for this call, so the call didn't run. ${(code && explanations[code]) ?? detail ?? code ?? "No reason was given."}`,
  unavailable: ({ detail, code }) =>
    code === "rate_limited"
      ? "This agent sent too many requests, so the call didn't run. Wait a minute, then repeat the same call."
      : `Countersign couldn't be reached, so the call didn't run. Try again later.${detail ? ` (${detail})` : ""}`,
};

const explanations: Readonly<Record<string, string | undefined>> = {
  stale_timestamp:
    "The clock of the machine that the boundary runs on is more than five minutes off. Correct the clock.",
  key_expired:
    "The agent's key has expired. Its owner or an admin has to enroll a new key, or its workload has to get one with a new token.",
  key_revoked: "The agent's key was revoked. Its owner or an admin has to enroll a new key.",
  agent_revoked: "The agent was revoked.",
  untrusted: "The server's answer doesn't match the request. Tell the operator of the boundary.",
};

/** The message about a call that didn't run, written for a model. */
export function stopMessage(why: Why, facts: Facts = {}): string {
  return messages[why](facts);
}

export const uncertainMessage =
  "The call was approved and sent, but no answer came back. It may have run. Check the result before you repeat the call.";

const unavailable = new Set([
  "unreachable",
  "database_unavailable",
  "busy",
  "shutting_down",
  "rate_limited",
  "internal",
]);

/** Why a call stops after an error code of the server. */
export function whyOfCode(code: string): Why {
  if (code === "blocked_by_policy") return "blocked";
  // An answer without a code, such as a proxy's 502, has `http_` and the status.
  return unavailable.has(code) || code.startsWith("http_5") ? "unavailable" : "refused";
}
