import { currentEnvironment, openPage, pageTitle } from "#app/web/open-page";
import { readQueueQuery } from "#app/web/query/queue-query";
import { AgentAvatar } from "#components/agents/avatars";
import { Clock } from "#components/approval/clock";
import { longestNote } from "#components/approval/decision/decision-props.ts";
import { SheetBar } from "#components/approval/sheet-bar";
import { TogetherForm } from "#components/approval/together/together-form";
import { togetherHref } from "#components/approval/together/together-href.ts";
import { counted } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { LinkButton } from "#components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle, RowLink, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { denyReasonsFor } from "#lib/approvals/deny-reasons";
import { obstacleWords } from "#lib/approvals/together/find-obstacle";
import { findDecisionQueue } from "#lib/requests/decidable-requests";
import { listTogether, type TogetherRequests } from "#lib/requests/queue/list-together";
import type { RequestView } from "#lib/requests/request-view";
import { togetherTable } from "./together-table.tsx";

export const metadata = pageTitle("Review together");

const none: TogetherRequests = { requests: [], alone: [], hasMore: false };

export default async function TogetherPage(props: PageProps<"/requests/together">) {
  const { viewer, db, secret, now } = await openPage();
  const { agent: agentId, type } = readQueueQuery(await props.searchParams, viewer);
  const offering = { environment: currentEnvironment, secret, now };
  const [{ requests, alone, hasMore }, queue] = await Promise.all([
    agentId && type ? listTogether(db, viewer, { agentId, type }, offering) : none,
    findDecisionQueue(db, { personId: viewer.personId, requestId: "", now }),
  ]);
  const table = await togetherTable(viewer, requests, now);
  const [first] = requests;
  return (
    <>
      <Header
        first={first?.view}
        count={requests.length}
        expiresAt={requests[0]?.offer.statement.expires_at}
        viewerId={viewer.personId}
        now={now}
      />
      <TogetherForm
        table={table}
        now={now.toISOString()}
        href={togetherHref(agentId ?? "", type ?? "")}
        queue={queue}
        denyReasons={first ? denyReasonsFor(first.offer.statement.action, first.view.entry ?? undefined) : []}
        longestReason={longestNote}
        tooFew={<TooFew left={first?.view.id} />}
      />
      <div className="mt-6 grid gap-6 empty:hidden">
        {hasMore ? (
          <p className="text-muted-foreground">More requests are pending. Decide these first.</p>
        ) : null}
        <AloneList alone={alone} now={now} />
      </div>
    </>
  );
}

function TooFew({ left }: { left: string | undefined }) {
  return (
    <Card aria-label="Requests">
      {left === undefined ? (
        <EmptyState
          icon="files"
          title="Nothing to review together"
          description="Pending requests from one agent for one action type appear here."
        />
      ) : (
        <EmptyState icon="files" title="1 request left" description="Decide it on its own page.">
          <LinkButton href={`/requests/${left}`}>Review request</LinkButton>
        </EmptyState>
      )}
    </Card>
  );
}

function Header(props: {
  first: RequestView | undefined;
  count: number;
  /** When the first request expires, ISO 8601. */
  expiresAt: string | undefined;
  viewerId: string;
  now: Date;
}) {
  const { first, count, expiresAt, viewerId, now } = props;
  if (!first)
    return (
      <SheetBar position={<h1 className="font-semibold desk:text-xl">Review together</h1>}>{null}</SheetBar>
    );
  return (
    <>
      <SheetBar
        position={
          <p className="whitespace-nowrap px-1 font-medium tabular-nums">{counted(count, "request")}</p>
        }
      >
        {expiresAt ? <Clock expiresAt={expiresAt} now={now.toISOString()} /> : null}
      </SheetBar>
      <div className="mt-3 mb-2 flex items-center gap-2">
        <AgentAvatar agent={first.agent} className="size-8" />
        <h1 className="min-w-0 font-semibold leading-5 [overflow-wrap:anywhere] desk:text-xl desk:leading-6">
          {first.agent.name}{" "}
          <span className="font-normal text-base text-muted-foreground tracking-normal">
            · {first.entry?.title ?? first.action.type}
            {first.owner.id === viewerId ? null : <> · Owner: {first.owner.name}</>}
          </span>
        </h1>
      </div>
    </>
  );
}

function AloneList({ alone, now }: { alone: TogetherRequests["alone"]; now: Date }) {
  if (alone.length === 0) return null;
  return (
    <Card aria-labelledby="alone">
      <CardHeader>
        <div>
          <CardTitle id="alone">Review one at a time</CardTitle>
          <CardDescription>These requests can't be approved together with others.</CardDescription>
        </div>
      </CardHeader>
      <RowList>
        {alone.map(({ view, obstacle }) => (
          <RowLink key={view.id} href={`/requests/${view.id}`} className="grid gap-1">
            <span className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{view.entry?.title ?? view.action.type}</span>
              <RelativeTime at={view.createdAt} now={now} className="text-muted-foreground" />
            </span>
            <span className="text-muted-foreground">{obstacleWords[obstacle]}</span>
          </RowLink>
        ))}
      </RowList>
    </Card>
  );
}
