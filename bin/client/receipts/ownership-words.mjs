// @ts-check

import { visible } from "../visible.mjs";
import { readStatement } from "./statement-checks.mjs";

/** The type of a receipt about ownership. */
export const ownershipType = "countersign.ownership-receipt";

/**
 * The owner of the agent or agents, as text.
 * @param {any} receipt
 * @returns {string}
 */
export function whoOwns(receipt) {
  const { statement } = readStatement(receipt);
  const name = visible(receipt.signer.name ?? receipt.signer.id);
  const at = visible(receipt.at);
  if (statement.decision === "accept_ownership") return acceptanceWords(receipt, statement, { name, at });
  return [
    `${name} confirmed ownership of these agents with a passkey at ${at}.`,
    "",
    `  owner      ${visible(receipt.signer.id)}`,
    ...agentsOf(statement).map(
      (/** @type {any} */ agent) => `  agent      ${visible(agent.agent)} (${visible(agent.name)})`,
    ),
  ].join("\n");
}

/**
 * An acceptance: the receipt's agent, and the number of agents accepted together.
 * @param {any} receipt
 * @param {any} statement
 * @param {{name: string, at: string}} who
 */
function acceptanceWords(receipt, statement, { name, at }) {
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
      .filter((/** @type {any} */ rule) => ids.includes(rule.id))
      .map((/** @type {any} */ rule) => `  may do     ${visible(rule.words)}`),
  ].join("\n");
}

/**
 * The keys the new owner signed for.
 * @param {any} agent
 * @returns {string[]}
 */
function keyLines(agent) {
  if (!Array.isArray(agent?.keys)) return [];
  if (agent.keys.length === 0) return ["  keys       none"];
  return [
    `  keys       ${agent.keep_keys === true ? "kept" : "revoked"}`,
    ...agent.keys.map(
      (/** @type {any} */ key) =>
        `  key        ${visible(key.id)} (${visible(key.algorithm)}), added ${visible(key.added_at)} by ${visible(key.added_by ?? "unknown")}${key.thumbprint === undefined ? "" : `, thumbprint ${visible(key.thumbprint)}`}`,
    ),
  ];
}

/**
 * The receipt's evidence.
 * @param {any} receipt
 * @param {boolean} isPinned
 * @returns {string}
 */
export function ownershipBasis({ relying_party, signer }, isPinned) {
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

/** @param {any} statement @returns {any[]} */
function rulesOf(statement) {
  return Array.isArray(statement.authority?.rules) ? statement.authority.rules : [];
}

/** @param {any} statement @returns {any[]} */
function agentsOf(statement) {
  return Array.isArray(statement.agents) ? statement.agents : [];
}
