import { fromStandby } from "#app/runtime/from-standby";
import { openPage, pageTitle } from "#app/web/open-page";
import { decidedHref, readDecidedQuery } from "#app/web/query/decided-query";
import { RiskBadge, StateBadge } from "#components/badges/request-badges";
import { Badge } from "#components/ui/badge";
import { Card, RowLink, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { enough } from "#lib/coverage/decided-requests";
import { marks } from "#lib/coverage/human-quality-marks";
import { type DecidedRequest, listDecided } from "#lib/coverage/list-decided";
import { riskLabels } from "#lib/text/labels";

export const metadata = pageTitle("Decided requests");

export default async function DecidedPage(props: PageProps<"/coverage/decisions">) {
  const { viewer, now } = await openPage("auditor", "admin");
  const { window, filter } = readDecidedQuery(await props.searchParams, now);
  const page = await fromStandby((db) => listDecided(db, { viewer, window, filter }));
  const { mark, risk, after } = filter;
  return (
    <Page
      back={{ href: `/coverage?days=${window.days}`, label: "Coverage" }}
      title={risk ? `${marks[mark].name}: ${riskLabels[risk]}` : marks[mark].name}
      description={`${marks[mark].about} Requests of the last ${window.days} days, newest first.`}
    >
      <Card aria-label="Requests">
        {!page ? (
          <EmptyState
            icon="eye-off"
            title="Too little data"
            description={`Shown from ${enough.decisions} decisions by ${enough.people} people, if no one made more than ${enough.share * 100}%, so that the list doesn't describe one person.`}
          />
        ) : page.requests.length === 0 ? (
          <EmptyState
            icon="list-checks"
            title="No requests"
            description="No request of this period matches."
          />
        ) : (
          <RowList>
            {page.requests.map((request) => (
              <DecidedRow key={request.id} request={request} />
            ))}
          </RowList>
        )}
      </Card>
      <Paging
        firstHref={after && decidedHref(window, { mark, risk })}
        nextHref={page?.next ? decidedHref(window, { mark, risk, after: page.next }) : undefined}
      />
    </Page>
  );
}

function DecidedRow({ request }: { request: DecidedRequest }) {
  const { id, title, actionType, risk, state, closeReason } = request;
  return (
    <RowLink
      href={`/requests/${id}`}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5"
    >
      <span className="grid min-w-0 gap-0.5">
        <span className="font-medium [overflow-wrap:anywhere]">
          {title ?? <code className="font-mono text-[0.8125rem]">{actionType}</code>}
        </span>
        <code className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          {id}
        </code>
      </span>
      <span className="flex flex-wrap items-center gap-2">
        <RiskBadge risk={risk === "unknown" ? null : risk} />
        {closeReason === "unexpected" ? <Badge variant="warning">Unexpected</Badge> : null}
        <StateBadge state={state} />
      </span>
    </RowLink>
  );
}
