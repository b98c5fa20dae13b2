import type { Untyped } from "#client/json/untyped";
import { visible } from "../visible.ts";
import { readStatement } from "./bytes.ts";

/** The type of a receipt about ownership. */
export const ownershipType = "countersign.ownership-receipt";

/** The owner of the agent or agents, as text. */
export function whoOwns(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const name = visible(receipt.signer.name ?? receipt.signer.id);
  const at = visible(receipt.at);
  if (statement.decision === "accept_ownership") return acceptanceWords(receipt, statement, { name, at });
  return [
    `${name} confirmed ownership of these agents with a passkey at ${at}.`,
    "",
    `  owner      ${visible(receipt.signer.id)}`,
    ...agentsOf(statement).map(
      (agent: Untyped) => `  agent      ${visible(agent.agent)} (${visible(agent.name)})`,
    ),
  ].join("\n");
}

/** An acceptance: the receipt's agent, and the number of agents accepted together. */
function acceptanceWords(receipt: Untyped, statement: Untyped, { name, at }: { name: string; at: string }) {
  const all = agentsOf(statement);
  const agent = all.find(({ offer }) => offer === receipt.id);
  const ids = Array.isArray(agent?.rules) ? agent.rules : [];
  const which = all.length === 1 ? "this agent" : `this agent (one of ${all.length})`;
  return [
    `${name} accepted ownership of ${which} with a passkey at ${at}.`,
    "",
    `  owner      ${visible(receipt.signer.id)}`,
    `  agent      ${visible(agent?.agent)} (${visible(agent?.name)})`,
    `  from       ${visible(agent?.from)}, owner epoch ${visible(agent?.owner_epoch)}`,
    `  policy     version ${visible(statement.authority?.policy_version)}`,
    ...keyLines(agent),
    ...rulesOf(statement)
      .filter((rule: Untyped) => ids.includes(rule.id))
      .map((rule: Untyped) => `  may do     ${visible(rule.words)}`),
  ].join("\n");
}

function keyLines(agent: Untyped): string[] {
  if (!Array.isArray(agent?.keys)) return [];
  if (agent.keys.length === 0) return ["  keys       none"];
  return [
    `  keys       ${agent.keep_keys === true ? "kept" : "revoked"}`,
    ...agent.keys.map(
      (key: Untyped) =>
        `  key        ${visible(key.id)} (${visible(key.algorithm)}), added ${visible(key.added_at)} by ${visible(key.added_by)}${key.thumbprint === undefined ? "" : `, thumbprint ${visible(key.thumbprint)}`}`,
    ),
  ];
}

/** The receipt's evidence. */
export function ownershipBasis({ relying_party, signer }: Untyped, isPinned: boolean): string {
  const origin = visible(relying_party.origin);
  return [
    "Proven by the passkey (independent of the server)",
    `  The holder of this passkey signed exactly this on ${origin}, and their device verified them.`,
    isPinned ? "Confirmed by the server (pinned key)" : "Claimed by the server (key not pinned)",
    `  That the passkey belongs to ${visible(signer.id)}, and when it was signed.`,
    ...(isPinned
      ? []
      : [
          `  To pin the key, download ${origin}/.well-known/jwks.json over a connection you trust and pass it with --jwks.`,
        ]),
    "Not proven",
    "  That they still own it, or what the agent did.",
  ].join("\n");
}

function rulesOf(statement: Untyped): Untyped[] {
  return Array.isArray(statement.authority?.rules) ? statement.authority.rules : [];
}

function agentsOf(statement: Untyped): Untyped[] {
  return Array.isArray(statement.agents) ? statement.agents : [];
}
