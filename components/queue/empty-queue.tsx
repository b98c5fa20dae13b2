import { Bot, CircleCheckBig, ListFilter, ScrollText } from "lucide-react";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import type { QueueFilter } from "#lib/requests/queue-query";

interface EmptyQueueProps {
  state: QueueFilter["state"];
  isNarrowed: boolean;
  clearHref: string;
  hasAgents: boolean;
  isAdmin: boolean;
}

/** An empty queue: the reason, and the next step. */
export function EmptyQueue({ state, isNarrowed, clearHref, hasAgents, isAdmin }: EmptyQueueProps) {
  if (isNarrowed) {
    return (
      <EmptyState
        icon={ListFilter}
        title="No matching requests"
        description="No requests match these filters."
      >
        <Step href={clearHref}>Clear filters</Step>
      </EmptyState>
    );
  }
  if (!hasAgents) return <NoAgents isAdmin={isAdmin} />;
  if (state === "needs_you" || state === "pending") {
    return (
      <EmptyState
        icon={CircleCheckBig}
        title="You're all caught up"
        description="Requests that need approval appear here automatically."
      >
        <Step href="/queue?state=decided">View closed requests</Step>
        <Step href="/agents">View agents</Step>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ScrollText}
      title={state === "decided" ? "No closed requests yet" : "No requests yet"}
      description="Each request is kept with its decision, approver and receipt."
    >
      <Step href="/queue?state=pending">View pending</Step>
      <Step href="/agents">View agents</Step>
    </EmptyState>
  );
}

function NoAgents({ isAdmin }: { isAdmin: boolean }) {
  return (
    <EmptyState
      icon={Bot}
      title="No agents yet"
      description={
        isAdmin
          ? "Create your first agent. You'll get a command to run, and its first request appears here."
          : "You don't own or back up any agents yet. An admin can assign one to you."
      }
    >
      {isAdmin ? <Step href="/agents/new">Create agent</Step> : null}
    </EmptyState>
  );
}

function Step({ href, children }: { href: string; children: string }) {
  return (
    <Button asChild variant="outline">
      <Link href={href}>{children}</Link>
    </Button>
  );
}
