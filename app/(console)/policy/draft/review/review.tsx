import { DifferenceList } from "#components/policy/difference-list";
import { DigestText } from "#components/policy/digest-text";
import { counted } from "#components/text/plural.ts";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { OutdatedDraft } from "../outdated-draft.tsx";
import { AffectedPending } from "./affected-pending.tsx";
import type { LoadedReview } from "./load-review.ts";
import { PreviewStartScope } from "./preview-start.tsx";
import { ProposalNotice } from "./proposal-notice.tsx";
import { type PreviewState, PublishButton } from "./publish-button.tsx";
import { ReplayPanel } from "./replay-panel.tsx";

/** Everything that publishing the draft does, and the button that does it. */
export function Review({ review }: { review: LoadedReview }) {
  const { inForce, next, step, isOutdated, question, difference } = review;
  return (
    <PreviewStartScope>
      <div className="grid gap-4">
        {isOutdated ? <OutdatedDraft made={next.version - 1} inForce={inForce.version} /> : null}
        <ProposalNotice step={step} proposer={review.proposer} />
        <ReplayPanel {...review.preview} />
        <Card>
          <CardHead title={counted(difference.count, "change")}>
            From version {inForce.version}, which is live.
          </CardHead>
          <div className="border-t">
            <DifferenceList difference={difference} />
          </div>
        </Card>
        <AffectedPending pending={review.pending} next={next} names={review.names} />
        <Card>
          <CardHead title="What happens next" />
          <CardContent className="grid gap-3">
            <ul className="grid list-disc gap-1.5 pl-5">
              {question.consequences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <Facts>
              <Fact name="Digest">
                <DigestText digest={next.digest} />
              </Fact>
            </Facts>
          </CardContent>
        </Card>
        {step.step === "wait" || isOutdated ? null : (
          <PublishButton
            isFirst={step.step === "propose"}
            digest={next.digest}
            question={question}
            preview={previewState(review.preview)}
          />
        )}
      </div>
    </PreviewStartScope>
  );
}

/** The preview starts automatically once the page is open and no other preview of the draft runs. */
function previewState({ replay, publishing, draftDigest }: LoadedReview["preview"]): PreviewState {
  if (publishing === "cancelled" || publishing === "failed") return "missing";
  const isOtherRunning = replay?.draftDigest === draftDigest && replay.state === "running";
  return publishing ?? (isOtherRunning ? "missing" : "running");
}
