import { someNames } from "#components/text/shorten-list.ts";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import type { QueueFilter } from "#lib/requests/queue/queue-query";
import { type SendTest, SendTestRequest } from "./send-test-request.tsx";

interface EmptyQueueProps {
  state: QueueFilter["state"];
  isNarrowed: boolean;
  clearHref: string;
  hasAgents: boolean;
  isAdmin: boolean;
  tasks: ApproverTasks;
  /** Sends the viewer a test request; undefined for a viewer who may not. */
  sendTest: SendTest | undefined;
}

export interface ApproverTasks {
  offers: number;
  groups: string[];
}

/** An empty queue: the reason, and the next step. */
export function EmptyQueue(props: EmptyQueueProps) {
  const { state, isNarrowed, clearHref, hasAgents, isAdmin, tasks, sendTest } = props;
  if (isNarrowed) {
    return (
      <EmptyState
        icon="list-filter"
        title="No matching requests"
        description="No requests match these filters."
      >
        <Step href={clearHref}>Clear filters</Step>
      </EmptyState>
    );
  }
  if (!hasAgents && tasks.offers > 0) return <Offered offers={tasks.offers} />;
  if (!hasAgents && tasks.groups.length === 0) return <NoAgents isAdmin={isAdmin} sendTest={sendTest} />;
  if (state === "needs_you" || state === "pending") {
    return (
      <EmptyState
        icon="circle-check-big"
        title="You're all caught up"
        description={
          hasAgents
            ? "Requests that need approval appear here automatically."
            : `You approve for ${someNames(tasks.groups)}. Requests that need your approval appear here automatically.`
        }
      >
        <Step href="/queue?state=decided">View closed requests</Step>
        {hasAgents ? <Step href="/agents">View agents</Step> : null}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="scroll"
      title={state === "decided" ? "No closed requests yet" : "No requests yet"}
      description="Each request is kept with its decision, approver and receipt."
    >
      <Step href="/queue?state=pending">View pending</Step>
      <Step href="/agents">View agents</Step>
    </EmptyState>
  );
}

function Offered({ offers }: { offers: number }) {
  return (
    <EmptyState
      icon="bot"
      title={offers === 1 ? "1 agent is offered to you" : `${offers} agents are offered to you`}
      description="Accept to become its owner. Its requests that need approval then appear here."
    >
      <Step href="/agents/mine">{offers === 1 ? "Review transfer" : "Review transfers"}</Step>
    </EmptyState>
  );
}

function NoAgents({ isAdmin, sendTest }: Pick<EmptyQueueProps, "isAdmin" | "sendTest">) {
  return (
    <EmptyState
      icon="bot"
      title="No agents yet"
      description={
        isAdmin
          ? "Create your first agent. You'll get a command to run, and its first request appears here."
          : "You don't own or back up any agents yet. An admin can assign one to you."
      }
    >
      {isAdmin ? <Step href="/connect">Create agent</Step> : null}
      {sendTest ? <SendTestRequest action={sendTest} /> : null}
    </EmptyState>
  );
}

function Step({ href, children }: { href: string; children: string }) {
  return (
    <LinkButton href={href} variant="outline">
      {children}
    </LinkButton>
  );
}
