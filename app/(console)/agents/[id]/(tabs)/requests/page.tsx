import { runtime } from "#app/runtime/runtime";
import { queueHref, readQueueQuery } from "#app/web/query/queue-query";
import { DailyChart } from "#components/agents/daily-chart";
import { Card, CardHeader, CardTitle, ContentCard, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { Paging } from "#components/ui/paging";
import { listQueue } from "#lib/requests/queue/list-queue";
import { type AgentParams, loadAgent, loadDays, titleOf } from "../../load-agent.ts";
import { NoRequests, RequestRow } from "../recent-requests.tsx";

export const generateMetadata = titleOf("Requests");

export default async function AgentRequestsPage({
  params,
  searchParams,
}: AgentParams & PageProps<"/agents/[id]/requests">) {
  const { agent, viewer, now } = await loadAgent((await params).id);
  const { after } = readQueueQuery({ ...(await searchParams), state: "all" }, viewer);
  const filter = { state: "all" as const, agent: agent.id };
  const { items, next } = await listQueue(runtime().db, viewer, { ...filter, after }, now);
  const path = `/agents/${agent.id}/requests`;
  return (
    <div className="grid gap-4">
      <RequestsChart agentId={agent.id} />
      <Card>
        <CardHeader>
          <CardTitle>All requests</CardTitle>
          <TextLink isTall href={queueHref(filter)}>
            Filter in Requests
          </TextLink>
        </CardHeader>
        <RowList className="first:border-t" none={<NoRequests agent={agent} />}>
          {items.map((request) => (
            <RequestRow key={request.id} request={request} now={now} />
          ))}
        </RowList>
      </Card>
      <Paging firstHref={after && path} nextHref={next ? `${path}?after=${next}` : undefined} />
    </div>
  );
}

/** Requests by outcome in 30 days. Renders nothing without requests. */
async function RequestsChart({ agentId }: { agentId: string }) {
  const days = await loadDays(agentId);
  if (days.every(({ outcomes }) => Object.keys(outcomes).length === 0)) return null;
  return (
    <ContentCard title="Last 30 days">
      <DailyChart days={days} />
    </ContentCard>
  );
}
