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
  const { authority } = statement;
  const ids = Array.isArray(agent?.rules) ? agent.rules : [];
  return [
    owner,
    named(Object(agent)),
    ["from", `${visible(agent?.from)}, owner epoch ${visible(agent?.owner_epoch)}`],
    ...labelFacts(agent),
    [
      "policy",
      `version ${visible(authority.policy_version)}, without a rule: ${outcomes[authority.default_outcome]}`,
    ],
    ...keyFacts(agent),
    ...rulesOf(statement)
      .filter((rule: Untyped) => ids.includes(rule.id))
      .map((rule: Untyped): Fact => ["may do", visible(rule.words)]),
    ...(agent?.more_rules > 0 ? [moreRules(agent)] : []),
  ];
}

const outcomes: Readonly<Record<string, string>> = {
  step_up: "approval needed",
  block: "blocked",
};

function labelFacts({ labels }: Untyped): Fact[] {
  return labels.length === 0 ? [] : [["labels", labels.map(visible).join(", ")]];
}

/** The receipt's rules alone would look like all that the agent may do. */
function moreRules({ more_rules }: Untyped): Fact {
  return [
    "and",
    `${visible(more_rules)} more ${more_rules === 1 ? "rule that isn't" : "rules that aren't"} in the receipt`,
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

/** What the server's signature adds to the passkey's. */
export function ownershipConfirmed({ relying_party, signer }: Untyped): string {
  return `that this is a passkey of ${visible(signer.id)} on ${visible(relying_party.origin)}, whose device verified its holder; and when it was signed.`;
}

function rulesOf(statement: Untyped): Untyped[] {
  return Array.isArray(statement.authority?.rules) ? statement.authority.rules : [];
}

function agentsOf(statement: Untyped): Untyped[] {
  return Array.isArray(statement.agents) ? statement.agents : [];
}
