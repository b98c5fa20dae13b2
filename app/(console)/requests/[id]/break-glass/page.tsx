import { currentEnvironment, openPage, orNotFound, pageTitle } from "#app/web/open-page";
import { BreakGlassForm } from "#components/approval/break-glass-form";
import { Deciders } from "#components/approval/deciders";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { shortestBreakGlassReason, unwrittenReason } from "#lib/approvals/break-glass/break-glass";
import { findIfBreakable } from "#lib/approvals/break-glass/find-breakable";
import { offerStatement } from "#lib/approvals/offer-statement";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { RequestSheet } from "../request-sheet.tsx";

export const metadata = pageTitle("Break-glass approval");

export default async function BreakGlassPage({ params }: PageProps<"/requests/[id]/break-glass">) {
  const { viewer, db, secret, now } = await openPage("admin");
  const { id } = await params;
  const view = await orNotFound(findRequestForViewer(db, viewer, id, now));
  const subject = await orNotFound(findIfBreakable(db, { requestId: id, personId: viewer.personId, now }));
  const as = { capacity: "break_glass", breakGlassReason: unwrittenReason } as const;
  // Only for display: the statement to sign is created with the reason, and the browser compares the two.
  const { bytes, seal, rendering, statement, descriptor } = await offerStatement(db, subject, {
    approverId: viewer.personId,
    as,
    environment: currentEnvironment,
    secret,
    now,
  });
  const workspace = await findWorkspace(db);
  return (
    <Page
      title="Break-glass approval"
      back={{ href: `/requests/${id}`, label: "Back to request" }}
      layout="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <div className="grid min-w-0 gap-4">
        <RequestSheet
          {...{ view, viewer, rendering, now }}
          environment={statement.environment}
          amount={actionAmount(statement.action, view.entry ?? undefined)}
        />
        <Card aria-labelledby="alone" className="border-danger">
          <CardHead id="alone" className="text-danger" title="Approve without the required approvals" />
          <CardContent className="grid gap-4">
            <ul className="grid list-disc gap-1 pl-5">
              <li>The agent gets its grant immediately.</li>
              <li>Everyone who could have decided, and every admin, is notified.</li>
              <li>The request, its receipt and the audit log permanently show that you used break-glass.</li>
              <li>Another admin must review it within {workspace?.breakGlassReviewHours} hours.</li>
            </ul>
            <BreakGlassForm
              requestId={id}
              viewerId={viewer.personId}
              descriptor={descriptor}
              shown={new TextDecoder().decode(bytes)}
              seal={seal}
              shownAction={`${statement.action_digest} ${statement.display?.rendering}`}
              now={statement.issued_at}
              safeguards={subject.safeguards}
              shortest={shortestBreakGlassReason}
              longest={2000}
            />
          </CardContent>
        </Card>
      </div>
      <Deciders view={view} viewerId={viewer.personId} />
    </Page>
  );
}
