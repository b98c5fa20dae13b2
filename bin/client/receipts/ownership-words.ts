import type { Untyped } from "#client/json/untyped";
import { type Fact, visible } from "../visible.ts";
import { readStatement } from "./bytes.ts";

/** The type of a receipt about ownership. */
export const ownershipType = "countersign.ownership-receipt";

/** One sentence: who is the owner of how many agents, and since when. */
export function whoOwns(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const name = visible(receipt.signer.name ?? receipt.signer.id);
  const at = visible(receipt.at);
  if (statement.decision !== "accept_ownership")
    return `${name} confirmed ownership of these agents with a passkey at ${at}.`;
  const { length } = agentsOf(statement);
  const which = length === 1 ? "this agent" : `this agent (one of ${length})`;
  return `${name} accepted ownership of ${which} with a passkey at ${at}.`;
}

/** The agents of a confirmation, or the accepted agent of the receipt. */
export function ownershipFacts(receipt: Untyped): Fact[] {
  const { statement } = readStatement(receipt);
  const named = ({ agent, name }: Untyped): Fact => ["agent", `${visible(agent)} (${visible(name)})`];
  const all = agentsOf(statement);
  const owner: Fact = ["owner", visible(receipt.signer.id)];
  if (statement.decision !== "accept_ownership") return [owner, ...all.map(named)];
  const agent = all.find(({ offer }) => offer === receipt.id);
  const ids = Array.isArray(agent?.rules) ? agent.rules : [];
  return [
    owner,
    named(Object(agent)),
    ["from", `${visible(agent?.from)}, owner epoch ${visible(agent?.owner_epoch)}`],
    ["policy", `version ${visible(statement.authority?.policy_version)}`],
    ...keyFacts(agent),
    ...rulesOf(statement)
      .filter((rule: Untyped) => ids.includes(rule.id))
      .map((rule: Untyped): Fact => ["may do", visible(rule.words)]),
  ];
}

function keyFacts(agent: Untyped): Fact[] {
  if (!Array.isArray(agent?.keys)) return [];
  if (agent.keys.length === 0) return [["keys", "none"]];
  return [
    ["keys", agent.keep_keys === true ? "kept" : "revoked"],
    ...agent.keys.map(
      (key: Untyped): Fact => [
        "key",
        `${visible(key.id)} (${visible(key.algorithm)}), added ${visible(key.added_at)} by ${visible(key.added_by)}${key.thumbprint === undefined ? "" : `, thumbprint ${visible(key.thumbprint)}`}`,
      ],
    ),
  ];
}

/** The receipt's evidence. */
export function ownershipBasis({ relying_party, signer }: Untyped, isPinned: boolean): Fact[] {
  return [
    [
      "Proven by the passkey (independent of the server)",
      `The holder of this passkey signed exactly this on ${visible(relying_party.origin)}, and their device verified them.`,
    ],
    [
      isPinned ? "Confirmed by the server (pinned key)" : "Claimed by the server (key not pinned)",
      `That the passkey belongs to ${visible(signer.id)}, and when it was signed.`,
    ],
    ["Not proven", "That they still own it, or what the agent did."],
  ];
}

function rulesOf(statement: Untyped): Untyped[] {
  return Array.isArray(statement.authority?.rules) ? statement.authority.rules : [];
}

function agentsOf(statement: Untyped): Untyped[] {
  return Array.isArray(statement.agents) ? statement.agents : [];
}
