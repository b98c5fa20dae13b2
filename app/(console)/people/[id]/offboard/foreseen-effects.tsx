import { AgentAvatar } from "#components/agents/avatars";
import { AgentStatus } from "#components/badges/status-badges";
import { counted } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead, Row, RowLink, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { ForeseenAgent, Foresight } from "#lib/membership/offboarding/foresee-offboarding";

export function AgentsThatStop({ foresight: { agents, agentCount } }: { foresight: Foresight }) {
  return (
    <Card>
      <CardHead title="Agents that would be quarantined" />
      <RowList className="first:border-t" none="None">
        {agents.map((agent) => (
          <RowLink
            key={agent.id}
            href={`/agents/${agent.id}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
          >
            <span className="flex min-w-0 items-center gap-3">
              <AgentAvatar agent={agent} className="size-7" />
              <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{agent.name}</span>
            </span>
            <span className="flex flex-wrap items-center gap-1.5 text-[0.8125rem] text-muted-foreground tabular-nums">
              {countsOf(agent)}
              {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
            </span>
          </RowLink>
        ))}
      </RowList>
      {agentCount > agents.length ? (
        <CardContent className="border-t pt-3 text-muted-foreground">
          {agentCount - agents.length} more
        </CardContent>
      ) : null}
    </Card>
  );
}

export function countsOf(agent: ForeseenAgent | undefined): string {
  const { pendingRequests = 0, openGrants = 0 } = agent ?? {};
  return `${pendingRequests} pending · ${counted(openGrants, "unused grant")}`;
}

export function GroupsTheyAreIn({ groups }: Pick<Foresight, "groups">) {
  if (groups.length === 0) return null;
  return (
    <Card>
      <CardHead title="Groups" />
      <RowList className="first:border-t">
        {groups.map(({ id, name, isLast }) => (
          <Row key={id}>
            <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            {isLast ? (
              <Badge variant="danger">No approver left</Badge>
            ) : (
              <Badge>Other approvers remain</Badge>
            )}
          </Row>
        ))}
      </RowList>
    </Card>
  );
}

const kinds = {
  scim_token: { noun: "SCIM token", href: "/settings/provisioning" },
  event_source: { noun: "Security event source", href: "/settings/signals" },
};

/** Tokens and event sources that outlive the person's access. Links go to pages for admins only. */
export function LastingCredentials(props: {
  credentials: Foresight["lastingCredentials"];
  isAdmin: boolean;
}) {
  const { credentials, isAdmin } = props;
  if (credentials.length === 0) return null;
  return (
    <Card>
      <CardHead title="Stays active after they leave">
        These connections deprovision other people, so they keep working. Another admin should take
        responsibility for them or revoke them.
      </CardHead>
      <RowList className="first:border-t">
        {credentials.map(({ kind, id, name }) => (
          <Row key={id}>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {isAdmin ? <TextLink href={kinds[kind].href}>{name}</TextLink> : name}
            </span>
            <span className="text-[0.8125rem] text-muted-foreground">{kinds[kind].noun}</span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
