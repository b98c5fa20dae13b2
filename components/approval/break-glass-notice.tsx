import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { UntrustedText } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";
import type { BreakGlassView } from "#lib/approvals/break-glass/list-reviews";

/** An approval by break-glass: the admin's reason, and the result of the review. */
export function BreakGlassNotice(props: { broken: BreakGlassView; readsReviews: boolean; now: Date }) {
  const { broken, now } = props;
  const { review, dueAt } = broken;
  const isOverdue = review === null && dueAt <= now;
  return (
    <Alert variant="danger" title={`${broken.usedBy.name} approved this alone with break-glass`}>
      <UntrustedText text={broken.reason} className="block border-l-2 pl-2" />
      <p className="mt-2">
        {review ? (
          <>
            {review.finding === "justified" ? "Justified" : "Not justified"} · Reviewed by {review.by}{" "}
            <RelativeTime at={review.at} now={now} /> · <UntrustedText text={review.note} />
          </>
        ) : (
          <>
            {isOverdue ? <strong>Review overdue</strong> : "Needs review by another admin"} · Due{" "}
            <Time at={dueAt} now={now} />
          </>
        )}
        {props.readsReviews ? (
          <>
            {" · "}
            <TextLink href="/requests/break-glass">Break-glass reviews</TextLink>
          </>
        ) : null}
      </p>
    </Alert>
  );
}
