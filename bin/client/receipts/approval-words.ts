import { readPointer, valueAt } from "#client/json/pointer";
import type { Untyped } from "#client/json/untyped";
import { textLines } from "#lib/descriptors/render/text-lines";
import { type Fact, visible, visibleJson } from "../visible.ts";
import { batchFacts } from "./batch-checks.ts";
import { readStatement } from "./bytes.ts";
import { capacityFacts } from "./capacity.ts";
import { type Commands, renderStatement } from "./display-checks.ts";
import { drawConfirmed, drawWords, standingFacts } from "./draw-words.ts";

/** One sentence: who approved, and when. */
export function whoApproved(receipt: Untyped): string {
  const { approver, approval } = receipt;
  const name = visible(approver.name ?? approver.id);
  if (approval.draw) {
    const { issued_at } = readStatement(receipt).statement;
    return `Approved by a standing approval of ${name}, signed with a passkey (issued at ${visible(issued_at)}): ${drawWords(receipt)} at ${visible(approval.at)}. No person was asked.`;
  }
  return `Approved by ${name} with a passkey at ${visible(approval.at)}.`;
}

/** The approver and the approved action. */
export function approvalFacts(receipt: Untyped, commands: Commands): Fact[] {
  const { statement } = readStatement(receipt);
  const { approver, approval, request, grant } = receipt;
  const { action } = request;
  const shown = textLines(renderStatement(receipt, commands)).map((line) => visible(line));
  const { voided } = approval;
  const optional = (name: string, value: unknown): Fact[] =>
    value === undefined ? [] : [[name, visible(value)]];
  return [
    ["approver", visible(approver.id)],
    ...capacityFacts(receipt, statement),
    ...optional("note", approval.note),
    ...(voided
      ? [
          [
            "void",
            `since ${visible(voided.at)} (${visible(voided.reason)}): this approval did not count`,
          ] satisfies Fact,
        ]
      : []),
    ["passkey", ...passkeyLines(receipt)],
    ...batchFacts(receipt),
    ...(approval.draw ? [["drawn", drawWords(receipt), "no person was asked"] satisfies Fact] : []),
    ["agent", `${visible(statement.agent)}${request.agent.name ? ` (${visible(request.agent.name)})` : ""}`],
    ...optional("environment", statement.environment),
    ["action", visible(action.type)],
    ...optional("resource", action.resource),
    ...optional("audience", action.audience),
    ...(approval.draw ? [] : [["shown as", ...shown] satisfies Fact]),
    ...editFacts(receipt, statement),
    ["params", ...visibleJson(action.params).split("\n")],
    [
      "request",
      `${visible(request.id)}, policy version ${visible(approval.draw ? request.policy.version : statement.policy_version)}`,
    ],
    ["outcome", outcomeWords(receipt)],
    ...(grant ? [["grant", `${visible(grant.id)}, ${grantWords(receipt)}`] satisfies Fact] : []),
    ...(approval.draw ? standingFacts(statement, { draw: approval.draw, shown }) : []),
  ];
}

function outcomeWords({ request, issued_at }: Untyped) {
  const { state, approvals, closed_at } = request;
  const at = closed_at ? `at ${visible(closed_at)}` : `when the receipt was issued (${visible(issued_at)})`;
  return `${visible(state)} ${at}, ${visible(approvals.given)} of ${visible(approvals.required)} approvals`;
}

function grantWords({ grant, issued_at }: Untyped) {
  const state = visible(grant.state);
  return grant.state === "redeemed" && grant.closed_at !== undefined
    ? `${state} at ${visible(grant.closed_at)}`
    : `${state} when the receipt was issued (${visible(issued_at)})`;
}

function editFacts({ request }: Untyped, { edit }: Untyped): Fact[] {
  if (!edit) return [];
  const lines = edit.patch.map(({ path, value }: Untyped) => {
    const before = valueAt(request.edit.asked, readPointer(path) ?? []);
    return `${visible(path)} from ${visibleJson(before)} to ${visibleJson(value)}`;
  });
  return [["edited", ...lines]];
}

/** What the server's signature adds to the passkey's. */
export function approvalConfirmed({ relying_party, approver, approval, grant }: Untyped): string {
  const when = approval.draw ? drawConfirmed(approval.draw) : "when it was approved";
  return `that this is a passkey of ${visible(approver.id)} on ${visible(relying_party.origin)}, whose device verified its holder; how it was enrolled and confirmed; ${when}; and the state of the request${grant ? " and its grant" : ""}.`;
}

/** Why the approval isn't an approved action, where it isn't. */
export function approvalLimit({ approval, request }: Untyped): string | undefined {
  if (approval.voided) return "this approval is void";
  if (request.state !== "approved") return `the request was ${visible(request.state)}`;
}

const ways: Readonly<Record<string, string>> = {
  setup: "enrolled when the workspace was set up",
  invitation: "enrolled through an invitation link",
  recovery: "enrolled through a recovery link",
  own: "added with another passkey of the approver",
};

const confirmations: Readonly<Record<string, string>> = {
  own: "with another passkey of the approver",
  admin: "by a second admin",
  founding: "as that of the workspace's second admin",
  operator: "by the operator of the server",
};

/** How the approver's passkey was enrolled and confirmed. The server vouches for this record. */
function passkeyLines({ passkey }: Untyped): string[] {
  const { enrolled_via, enrolled_at, issued_by, vouched_by, confirmed } = Object(passkey);
  const from = issued_by ? ` from ${personWords(issued_by)}` : "";
  const line = `${visible(ways[enrolled_via] ?? enrolled_via)}${from}, ${visible(enrolled_at)}`;
  const behind = Array.isArray(vouched_by) ? vouched_by.map(personWords).join(", ") : "";
  if (confirmed) {
    const how = visible(confirmations[confirmed.with] ?? confirmed.with);
    const by = confirmed.with === "admin" && confirmed.by ? `, ${personWords(confirmed.by)}` : "";
    return [line, `confirmed ${how}${by}, ${visible(confirmed.at)}`];
  }
  if (behind === "") return [line];
  return [line, `NOT CONFIRMED: it could also be held by ${behind}`];
}

function personWords(person: Untyped) {
  const id = visible(person?.id);
  return person?.name ? `${visible(person.name)} (${id})` : id;
}
