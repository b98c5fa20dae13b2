import { TargetName } from "#components/audit/target-name";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { UntrustedCode, UntrustedText } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { BreakGlassView } from "#lib/approvals/break-glass/list-reviews";
import type { RequestName } from "#lib/search/request-names";
import { ReviewForm } from "./review-form.tsx";

interface ReviewProps {
  item: BreakGlassView;
  /** The request in words. */
  name: RequestName | undefined;
  mayReview: boolean;
  isOwn: boolean;
  now: Date;
}

/** A break-glass approval: the action, the reason, and another admin's review. */
export function Review(props: ReviewProps) {
  const { item, name, now } = props;
  const { review, dueAt } = item;
  const isOverdue = review === null && dueAt <= now;
  return (
    <Card aria-labelledby={`used-${item.approvalId}`} className={isOverdue ? "border-danger" : undefined}>
      <CardHeader>
        <CardTitle id={`used-${item.approvalId}`} className="[overflow-wrap:anywhere]">
          {item.usedBy.name} for {item.agent}
        </CardTitle>
        {review ? (
          <Badge variant={review.finding === "justified" ? "success" : "danger"}>
            {review.finding === "justified" ? "Justified" : "Not justified"}
          </Badge>
        ) : null}
      </CardHeader>
      <CardContent className="grid gap-3">
        {isOverdue ? (
          <Alert variant="danger" title="Overdue">
            Review was due <Time at={dueAt} now={now} />.
          </Alert>
        ) : null}
        <p className="[overflow-wrap:anywhere]">
          <TextLink href={`/requests/${item.requestId}`}>
            {name ? (
              <TargetName name={name} actorId={name.agent.id} />
            ) : (
              <code className="font-mono">{item.actionType}</code>
            )}
          </TextLink>{" "}
          {name?.resource === undefined ? null : (
            <>
              <UntrustedCode text={name.resource} className="text-muted-foreground" />{" "}
            </>
          )}
          · <Time at={item.usedAt} now={now} />
        </p>
        <UntrustedText text={item.reason} className="block border-l-2 pl-2" />
        {review ? (
          <p className="[overflow-wrap:anywhere]">
            {review.by} · <RelativeTime at={review.at} now={now} /> · <UntrustedText text={review.note} />
          </p>
        ) : (
          <Pending {...props} isOverdue={isOverdue} />
        )}
      </CardContent>
    </Card>
  );
}

function Pending(props: ReviewProps & { isOverdue: boolean }) {
  const { item, mayReview, isOwn, isOverdue, now } = props;
  return (
    <>
      {isOverdue ? null : (
        <p className="text-muted-foreground">
          Review due <Time at={item.dueAt} now={now} />.
        </p>
      )}
      {isOwn ? <p>You made this approval, so another admin must review it.</p> : null}
      {mayReview ? <ReviewForm approvalId={item.approvalId} /> : null}
    </>
  );
}
