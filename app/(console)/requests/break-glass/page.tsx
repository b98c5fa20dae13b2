import { openPage, pageTitle } from "#app/web/open-page";
import { TargetName } from "#components/audit/target-name";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { UntrustedCode, UntrustedText } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { TextLink } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { type BreakGlassView, listBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { longestReviewHours } from "#lib/membership/set-review-hours";
import { type RequestName, requestNames } from "#lib/search/request-names";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { HoursForm } from "./hours-form.tsx";
import { ReviewForm } from "./review-form.tsx";

export const metadata = pageTitle("Break-glass reviews");

export default async function BreakGlassReviewsPage() {
  const { viewer, db, now } = await openPage("admin", "auditor");
  const [all, workspace] = await Promise.all([listBreakGlass(db, { viewer }), findWorkspace(db)]);
  const names = await requestNames(db, { viewer, ids: all.map(({ requestId }) => requestId), now });
  const isAdmin = viewer.roles.includes("admin");
  const parts = [
    { title: "Needs review", items: all.filter(({ review }) => review === null) },
    { title: "Reviewed", items: all.filter(({ review }) => review !== null) },
  ];
  return (
    <Page
      title="Break-glass reviews"
      back={{ href: "/queue", label: "Requests" }}
      description="Emergency approvals made by one admin. Another admin reviews each one."
    >
      {all.length === 0 ? (
        <Card className="mb-8">
          <EmptyState
            icon="shield-check"
            title="No break-glass approvals"
            description="Requests that an admin approves alone in an emergency appear here for another admin to review."
          />
        </Card>
      ) : null}
      <div className="grid max-w-3xl gap-8">
        {parts.map(({ title, items }) =>
          items.length > 0 ? (
            <section key={title} aria-label={title} className="grid gap-3">
              <h2 className="font-semibold">{title}</h2>
              {items.map((item) => (
                <Review
                  key={item.approvalId}
                  item={item}
                  name={names.get(item.requestId)}
                  mayReview={isAdmin && item.usedBy.id !== viewer.personId}
                  isOwn={item.usedBy.id === viewer.personId}
                  now={now}
                />
              ))}
            </section>
          ) : null,
        )}
        {isAdmin && workspace ? (
          <HoursForm hours={workspace.breakGlassReviewHours} longest={longestReviewHours} />
        ) : null}
      </div>
    </Page>
  );
}

interface ReviewProps {
  item: BreakGlassView;
  name: RequestName | undefined;
  mayReview: boolean;
  isOwn: boolean;
  now: Date;
}

function Review(props: ReviewProps) {
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
