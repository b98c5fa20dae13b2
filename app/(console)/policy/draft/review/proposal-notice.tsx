import { shortDigest } from "#components/policy/short-digest.ts";
import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import type { PublishingStep } from "#lib/publishing/publishing-step";

/** The admin who proposed the draft, and the consequence for the viewer. */
export function ProposalNotice(props: { step: PublishingStep; proposer: string | undefined }) {
  const { step, proposer } = props;
  if (step.step === "propose" || !step.proposal) return null;
  const { at, digest } = step.proposal;
  const isOwn = step.step === "wait";
  return (
    <Alert
      className="mb-4"
      title={isOwn ? "You proposed this version" : `${proposer ?? "Another admin"} proposed this version`}
    >
      Signed with a passkey on <LocalTime at={at} /> (digest {shortDigest(digest)}…).{" "}
      {isOwn
        ? "Waiting for another admin to publish it. Editing the draft cancels the proposal."
        : "Review the same digest and publish to make it live."}
    </Alert>
  );
}
