import { AffectedList } from "#components/policy/affected-list";
import { DifferenceList } from "#components/policy/difference-list";
import { DigestText, shortDigest } from "#components/policy/digest-text";
import { LocalTime } from "#components/text/local-time";
import { counted, grouped } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { BulletList } from "#components/ui/bullet-list";
import { Card, CardHead, ContentCard, Fact, Facts } from "#components/ui/card";
import type { NextVersion } from "#lib/policy/drafts/next-version";
import type { Names } from "#lib/policy/explanation/describe-rule";
import { both } from "#lib/policy/explanation/phrases";
import type { ForeseenPending } from "#lib/publishing/foresee-pending";
import type { PublishingStep } from "#lib/publishing/publishing-step";
import { OutdatedDraft } from "../../draft-notices.tsx";
import type { LoadedReview } from "./load-review.ts";
import { PreviewStartScope } from "./preview-start.tsx";
import { type PreviewState, PublishButton } from "./publish-button.tsx";
import { ReplayPanel } from "./replay-panel.tsx";

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
        <ContentCard title="What happens next" layout="grid gap-3">
          <BulletList items={question.consequences} />
          <Facts>
            <Fact name="Digest">
              <DigestText digest={next.digest} />
            </Fact>
          </Facts>
        </ContentCard>
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

function ProposalNotice(props: { step: PublishingStep; proposer: string | undefined }) {
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

function AffectedPending(props: { pending: ForeseenPending; next: NextVersion; names: Names }) {
  const { pending, next, names } = props;
  const rules = new Map(next.rules.map(({ id, title }) => [id, title]));
  const hidden = pending.cancelled + pending.stricter - pending.affected.length;
  return (
    <Card>
      <CardHead title="Effect on pending requests">
        {sentence(pending)}
        {allowedWords(pending.allowedIfAskedAgain)}
        {hidden > 0 ? ` Showing the ${pending.affected.length} that expire soonest.` : null}
      </CardHead>
      {pending.affected.length > 0 ? (
        <AffectedList requests={pending.affected} titles={{ actions: names.actions, rules }} />
      ) : null}
    </Card>
  );
}

function allowedWords(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? " 1 would be auto-approved if it were requested again. It stays pending."
    : ` ${grouped(count)} would be auto-approved if they were requested again. They stay pending.`;
}

function sentence({ cancelled, stricter, unchanged }: ForeseenPending): string {
  const all = cancelled + stricter + unchanged;
  if (all === 0) return "No requests are pending.";
  if (all === unchanged)
    return all === 1
      ? "1 request is pending. It isn't affected."
      : `${all} requests are pending. None are affected.`;
  const parts = [
    ...(cancelled > 0 ? [`${cancelled} will be cancelled`] : []),
    ...(stricter > 0 ? [`${stricter} will have stricter requirements`] : []),
    ...(unchanged > 0 ? [`${unchanged} ${unchanged === 1 ? "isn't affected" : "aren't affected"}`] : []),
  ];
  return `Of ${all} pending ${all === 1 ? "request" : "requests"}, ${both(parts)}.`;
}
