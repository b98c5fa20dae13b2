import { shortDigest } from "#components/policy/difference/short-digest.ts";
import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import type { NextVersion } from "#lib/policy/drafts/next-version";
import type { PublishingStep } from "#lib/publishing/publishing-step";
import { ProposeDraft } from "./propose-draft.tsx";
import { PublishDraft } from "./publish-draft.tsx";

/**
 * The viewer's next step with the draft; empty while another admin has to act, or if the draft is
 * based on an earlier version.
 */
export function PublishingButton(props: {
  step: PublishingStep;
  next: NextVersion;
  versionInForce: number;
  isReplayRunning: boolean;
}) {
  const { step, next, versionInForce, isReplayRunning } = props;
  const { version, digest } = next;
  if (step.step === "wait" || version <= versionInForce) return null;
  if (step.step === "propose") return <ProposeDraft version={version} digest={digest} />;
  return <PublishDraft version={version} digest={digest} isReplayRunning={isReplayRunning} />;
}

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
