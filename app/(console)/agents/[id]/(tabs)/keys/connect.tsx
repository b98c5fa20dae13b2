import { Source } from "#components/boundaries/source";
import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import type { AgentDetails } from "#lib/agents/find-agent";
import type { SeenSource } from "#lib/requests/request-source";

/** Through what the agent's requests came, and the way to one more. For the owner and admins. */
export function Connect(props: { agent: AgentDetails; sources: SeenSource[]; now: Date }) {
  const { agent, sources, now } = props;
  if (!agent.canManage || agent.status === "revoked") return null;
  return (
    <Card>
      <CardHead
        isOneBlock
        title="Clients and tools"
        aside={
          <LinkButton href={`/connect?agent=${agent.id}`} variant="outline">
            <Icon name="plus" />
            Connect
          </LinkButton>
        }
      >
        What asks as this agent.
      </CardHead>
      {sources.length > 0 ? (
        <CardContent>
          <ul aria-label="Recent requests" className="grid gap-2">
            {sources.map(({ source, count, lastAt }) => (
              <li
                key={JSON.stringify(source)}
                className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 border-l-2 pl-3"
              >
                <Source source={source} />
                <span className="text-right text-[0.8125rem] text-muted-foreground">
                  {grouped(count)} {count === 1 ? "request" : "requests"}
                  <br />
                  <RelativeTime at={lastAt} now={now} />
                </span>
              </li>
            ))}
          </ul>
        </CardContent>
      ) : null}
    </Card>
  );
}
