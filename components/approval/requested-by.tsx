import { Bot, UserRound } from "lucide-react";
import { Link } from "#components/ui/link";
import type { RequestView } from "#lib/requests/request-view";

/** The agent and its owner, on one line where there is room. */
export function RequestedBy({ view: { agent, owner } }: { view: RequestView }) {
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="sr-only">Requested by</span>
      <span className="inline-flex items-start gap-1.5">
        <Bot aria-hidden className="mt-1 size-4 shrink-0 text-muted-foreground" />
        {agent.mayOpen ? (
          <Link href={`/agents/${agent.id}`} className="font-medium underline-offset-3 hover:underline">
            {agent.name}
          </Link>
        ) : (
          <span className="font-medium">{agent.name}</span>
        )}
      </span>
      <span className="inline-flex items-start gap-1 text-muted-foreground">
        <UserRound aria-hidden className="mt-1 size-3.5 shrink-0" />
        <span className="min-w-0 [overflow-wrap:anywhere]">Owner: {owner.name}</span>
      </span>
    </p>
  );
}
