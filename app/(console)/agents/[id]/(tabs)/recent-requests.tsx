import { askCommand } from "#components/agents/commands.ts";
import { StateBadge } from "#components/badges/request-badges";
import { Amount } from "#components/text/amount";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedText } from "#components/text/untrusted-text";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHeader, CardTitle, RowLink, RowList } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { EmptyState } from "#components/ui/empty-state";
import { TextLink } from "#components/ui/link";
import type { AgentDetails } from "#lib/agents/find-agent";
import type { QueueItem } from "#lib/requests/queue/queue-item";

const shown = 8;

export function RecentRequests(props: { agent: AgentDetails; requests: QueueItem[]; now: Date }) {
  const { agent, requests, now } = props;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Recent requests</CardTitle>
        {requests.length > 0 ? (
          <TextLink isTall href={`/agents/${agent.id}/requests`}>
            {agent.pendingCount > 0 ? `View all (${agent.pendingCount} pending)` : "View all"}
          </TextLink>
        ) : null}
      </CardHeader>
      <RowList className="first:border-t" none={<NoRequests agent={agent} />}>
        {requests.slice(0, shown).map((request) => (
          <RequestRow key={request.id} request={request} now={now} />
        ))}
      </RowList>
    </Card>
  );
}

export function RequestRow({ request, now }: { request: QueueItem; now: Date }) {
  return (
    <RowLink
      href={`/requests/${request.id}`}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1"
    >
      <span className="min-w-0">
        <span className="block font-medium [overflow-wrap:anywhere]">
          {request.title ?? request.actionType}
        </span>
        <span className="block text-[0.8125rem] text-muted-foreground">
          {request.resource === null ? null : (
            <>
              <UntrustedText as="value" text={request.resource} className="font-mono text-xs" />
              {" · "}
            </>
          )}
          <RelativeTime at={request.createdAt} now={now} />
        </span>
      </span>
      <span className="grid justify-items-end gap-1">
        {request.amount ? <Amount amount={request.amount} /> : null}
        <StateBadge state={request.state} />
      </span>
    </RowLink>
  );
}

export function NoRequests({ agent }: { agent: AgentDetails }) {
  if (agent.isTest)
    return <EmptyState icon="inbox" title="No requests yet" description={undefined} className="border-t" />;
  if (agent.usableKeyCount === 0 || agent.status !== "active") {
    return (
      <EmptyState
        icon="inbox"
        title="No requests yet"
        description={agent.status === "active" ? "The agent needs a key first." : undefined}
        className="border-t"
      >
        {agent.status === "active" && agent.canManage ? (
          <LinkButton href={`/connect?agent=${agent.id}`} variant="outline">
            Connect
          </LinkButton>
        ) : null}
      </EmptyState>
    );
  }
  return (
    <CardContent className="grid gap-3">
      <p className="text-muted-foreground">
        This agent has a key but hasn't sent a request. Run this command. This page updates automatically.
      </p>
      <CodeBlock label="Run on the agent's machine" text={askCommand(agent)} />
    </CardContent>
  );
}
