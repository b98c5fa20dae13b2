import { readPointer, valueAt } from "#client/json/pointer";
import type { Untyped } from "#client/json/untyped";
import { textLines } from "#lib/descriptors/render/text-lines";
import { visible, visibleJson } from "../visible.ts";
import { batchLines } from "./batch-checks.ts";
import { readStatement } from "./bytes.ts";
import { capacityLines } from "./capacity.ts";
import { type Commands, renderStatement } from "./display-checks.ts";

/** The approver and the approved action, as text. */
export function whoApproved(receipt: Untyped, commands: Commands, isPinned: boolean): string {
  const { statement } = readStatement(receipt);
  const { action } = statement;
  const { approver, approval, request, grant } = receipt;
  const lines = [
    `${isPinned ? "Approved" : "Claimed: approved"} by ${visible(approver.name ?? approver.id)} with a passkey at ${visible(approval.at)}.`,
    "",
    `  approver   ${visible(approver.id)}`,
    ...capacityLines(receipt, statement),
    ...(approval.note === undefined ? [] : [`  note       ${visible(approval.note)}`]),
    ...(approval.voided
      ? [
          `  void       since ${visible(approval.voided.at)} (${visible(approval.voided.reason)}): this approval did not count`,
        ]
      : []),
    ...passkeyLines(receipt),
    ...batchLines(receipt),
    `  agent      ${visible(statement.agent)}${request.agent.name ? ` (${visible(request.agent.name)})` : ""}`,
    `  action     ${visible(action.type)}`,
    ...(action.resource === undefined ? [] : [`  resource   ${visible(action.resource)}`]),
    ...(action.audience === undefined ? [] : [`  audience   ${visible(action.audience)}`]),
    ...shownLines(receipt, commands),
    ...editLines(receipt, statement),
    `  params     ${visibleJson(action.params).replaceAll("\n", "\n             ")}`,
    `  request    ${visible(statement.request)}, policy version ${visible(statement.policy_version)}`,
    ...(grant ? [`  grant      ${visible(grant.id)}, ${grantWords(receipt)}`] : []),
  ];
  return lines.join("\n");
}

function grantWords({ grant, issued_at }: Untyped) {
  const state = visible(grant.state);
  return grant.state === "redeemed" && grant.closed_at !== undefined
    ? `${state} at ${visible(grant.closed_at)}`
    : `${state} when the receipt was issued (${visible(issued_at)})`;
}

function shownLines(receipt: Untyped, commands: Commands) {
  const [first = "", ...more] = textLines(renderStatement(receipt, commands)).map((line) => visible(line));
  return [`  shown as   ${first}`, ...more.map((line) => `             ${line}`)];
}

function editLines({ request }: Untyped, { edit }: Untyped) {
  if (!edit) return [];
  return edit.patch.map(({ path, value }: Untyped, index: number) => {
    const before = valueAt(request.edit.asked, readPointer(path) ?? []);
    return `  ${index === 0 ? "edited  " : "        "}   ${visible(path)} from ${visibleJson(before)} to ${visibleJson(value)}`;
  });
}

/** The receipt's evidence. */
export function approvalBasis({ relying_party, approver }: Untyped, isPinned: boolean): string {
  const origin = visible(relying_party.origin);
  return [
    "Proven by the passkey (independent of the server)",
    `  The holder of this passkey signed exactly this action on ${origin}, and their device verified them.`,
    isPinned ? "Confirmed by the server (pinned key)" : "Claimed by the server (key not pinned)",
    `  That the passkey belongs to ${visible(approver.id)}, how it was enrolled and confirmed, when it was approved, and the state of the grant.`,
    ...(isPinned
      ? []
      : [
          `  To pin the key, download ${origin}/.well-known/jwks.json over a connection you trust and pass it with --jwks.`,
        ]),
    "Not proven",
    "  That the action was performed, that its parameters are true, or that there are no other receipts.",
  ].join("\n");
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
  const line = `  passkey    ${visible(ways[enrolled_via] ?? enrolled_via)}${from}, ${visible(enrolled_at)}`;
  const behind = Array.isArray(vouched_by) ? vouched_by.map(personWords).join(", ") : "";
  if (confirmed) {
    const how = visible(confirmations[confirmed.with] ?? confirmed.with);
    const by = confirmed.with === "admin" && confirmed.by ? `, ${personWords(confirmed.by)}` : "";
    return [line, `             confirmed ${how}${by}, ${visible(confirmed.at)}`];
  }
  if (behind === "") return [line];
  return [line, `             NOT CONFIRMED: it could also be held by ${behind}`];
}

function personWords(person: Untyped) {
  const id = visible(person?.id);
  return person?.name ? `${visible(person.name)} (${id})` : id;
}
