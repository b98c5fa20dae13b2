import { CountersignError } from "#lib/kernel/errors";
import { type StandingSigner, signersInSentence } from "#lib/text/standing-signers";

/** Why no standing approval can be signed, and what the person can do. */
export const refusals = {
  noAuthority: "You can no longer decide requests like this one, so you can't sign for them.",
  policy: "Policy doesn't allow standing approvals of this action type. An admin can allow them on its page.",
  signer: (signers: readonly StandingSigner[]) =>
    `Policy lets only ${signersInSentence(signers)} sign standing approvals of this type. Ask them to sign one after approving such a request.`,
  notConsidered:
    "This approval is over 30 days old, took under 3 seconds, was given together with others, or its action was edited or failed. Open a newer request and read it.",
  rejected:
    "A request like this one was denied, edited or failed in the last 30 days. Approve such requests one by one.",
  noAmount:
    "A standing approval of this type needs an amount above 0. Sign one after approving such a request.",
  amount: (most: number) =>
    `Policy limits a standing approval to ${most} each. Sign one after approving a smaller amount.`,
  notAlone:
    "You can sign a standing approval after you alone approved a request in your own name. Open such a request.",
};

export function refused(requestId: string, userMessage: string): CountersignError {
  return new CountersignError(
    "not_entitled",
    `no standing approval can rest on ${requestId}: ${userMessage}`,
    {
      userMessage,
    },
  );
}
