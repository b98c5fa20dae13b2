import { Bot, Plus } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { AgentStatus } from "#components/agents/agent-status";
import { AgentsTabs } from "#components/agents/agents-tabs";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { RowLink, RowList } from "#components/ui/row-list";
import { Time } from "#components/ui/time";
import { type AgentView, listAgents } from "#lib/agents/list-agents";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage() {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const now = clock();
  const agents = await listAgents(db, { viewer, now });
  const isAdmin = viewer.roles.includes("admin");
  return (
    <>
      <PageHeader title="Agents" description="What may ask, and who answers for it.">
        {isAdmin && agents.length > 0 ? <NewAgent /> : null}
      </PageHeader>
      <AgentsTabs roles={viewer.roles} />
      <Card aria-label="Agents">
        {agents.length === 0 ? (
          <EmptyState
            icon={Bot}
            title="No agents yet"
            description={
              isAdmin
                ? "An agent asks here before it does something risky. Create one, give it an owner and a key, and run its first ask."
                : "You own no agent and back none up. An admin can make you the owner of one; then what it asks comes to your queue."
            }
          >
            {isAdmin ? <NewAgent /> : null}
          </EmptyState>
        ) : (
          <RowList>
            {agents.map((agent) => (
              <AgentRow key={agent.id} agent={agent} now={now} />
            ))}
          </RowList>
        )}
      </Card>
    </>
  );
}

function NewAgent() {
  return (
    <Button asChild>
      <Link href="/agents/new">
        <Plus aria-hidden />
        New agent
      </Link>
    </Button>
  );
}

function AgentRow({ agent, now }: { agent: AgentView; now: Date }) {
  return (
    <RowLink
      href={`/agents/${agent.id}`}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_minmax(0,3fr)]"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">{agent.name}</span>
        <span className="block truncate text-[0.8125rem] text-muted-foreground">
          Owner: {agent.owner.name}
        </span>
        {agent.labels.length > 0 ? (
          <span className="block truncate text-[0.8125rem] text-muted-foreground">
            Labels: {agent.labels.join(", ")}
          </span>
        ) : null}
      </span>
      <span className="flex flex-wrap justify-end gap-1.5 md:order-last">
        {agent.pendingCount > 0 ? <Badge variant="primary">{agent.pendingCount} waiting</Badge> : null}
        <AgentStatus status={agent.status} />
      </span>
      <span className="col-span-2 flex flex-wrap gap-x-4 text-muted-foreground max-md:text-[0.8125rem] md:contents">
        <span className="text-muted-foreground">
          {agent.lastSeenAt ? (
            <>
              Asked <Time at={agent.lastSeenAt} now={now} />
            </>
          ) : (
            "Never asked"
          )}
        </span>
        <KeyState agent={agent} now={now} />
      </span>
    </RowLink>
  );
}

function KeyState({ agent, now }: { agent: AgentView; now: Date }) {
  if (agent.status === "revoked") return <span className="max-md:hidden" />;
  if (!agent.keysExpireAt) return <span className="text-warning">No usable key</span>;
  return (
    <span className="text-muted-foreground">
      Key expires <Time at={agent.keysExpireAt} now={now} />
    </span>
  );
}
