import { inSentence } from "./labels.ts";

/** The capacities in which an approver can sign a standing approval, each with its label. */
export const signerLabels = {
  owner: "The agent's owner",
  backup: "Backup approvers",
  group: "Group members",
};

export type StandingSigner = keyof typeof signerLabels;

export const standingSigners = ["owner", "backup", "group"] as const satisfies StandingSigner[];

/** "the agent's owner, backup approvers or group members". */
export function signersInSentence(signers: readonly StandingSigner[]): string {
  const words = signers.map((signer) => inSentence(signerLabels[signer]));
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" or ");
}
