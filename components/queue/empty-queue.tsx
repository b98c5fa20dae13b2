import { Bot, CircleCheckBig, ListFilter, ScrollText } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Link } from "../ui/link.tsx";

interface EmptyQueueProps {
  state: "pending" | "decided" | "all";
  isNarrowed: boolean;
  clearHref: string;
  hasAgents: boolean;
  isAdmin: boolean;
}

/** Nothing in the queue: says why, and what to do next. */
export function EmptyQueue({ state, isNarrowed, clearHref, hasAgents, isAdmin }: EmptyQueueProps) {
  if (isNarrowed) {
    return (
      <EmptyState icon={ListFilter} title="Nothing matches" description="No request fits these filters.">
        <Step href={clearHref}>Clear the filters</Step>
      </EmptyState>
    );
  }
  if (!hasAgents) return <NoAgents isAdmin={isAdmin} />;
  if (state === "pending") {
    return (
      <EmptyState
        icon={CircleCheckBig}
        title="Nothing waits for a decision"
        description="When an agent asks for something that needs a person, it appears here by itself, and the agent waits for the answer."
      >
        <Step href="/queue?state=decided">See what was decided</Step>
        <Step href="/agents">Agents</Step>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ScrollText}
      title={state === "decided" ? "Nothing was decided yet" : "No agent has asked for anything yet"}
      description="Each request stays here with who decided it, when, and its receipt."
    >
      <Step href="/queue">See what is waiting</Step>
      <Step href="/agents">Agents</Step>
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
          ? "Add the first agent: you get a command that you can copy and run, and its first request appears here."
          : "You own no agent and back none up. An administrator can make you the owner of one; its requests then come to you."
      }
    >
      {isAdmin ? <Step href="/agents/new">Add an agent</Step> : null}
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
