import { ShieldCheck } from "lucide-react";
import { openPage, pageTitle } from "#app/web/open-page";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { listBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { longestReviewHours } from "#lib/membership/set-review-hours";
import { requestNames } from "#lib/search/request-names";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { HoursForm } from "./hours-form.tsx";
import { Review } from "./review.tsx";

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
    <>
      <PageHeader
        title="Break-glass reviews"
        back={{ href: "/queue", label: "Requests" }}
        description="Emergency approvals made by one admin. Another admin reviews each one."
      />
      {all.length === 0 ? (
        <Card className="mb-8">
          <EmptyState
            icon={ShieldCheck}
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
    </>
  );
}
