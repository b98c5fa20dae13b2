import type { Metadata } from "next";
import { found } from "#app/found";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { AgentStatus } from "#components/agents/agent-status";
import { Alert } from "#components/ui/alert";
import { Card, CardContent } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { findAgent } from "#lib/agents/find-agent";
import { listQueue } from "#lib/requests/list-queue";
import { AgentFacts } from "./agent-facts.tsx";
import { AgentKeys } from "./agent-keys.tsx";
import { LabelsForm } from "./labels-form.tsx";
import { Ownership } from "./ownership.tsx";
import { RecentRequests } from "./recent-requests.tsx";
import { RefreshLive } from "./refresh-live.tsx";
import { RevokeAgent } from "./revoke-agent.tsx";

export const metadata: Metadata = { title: "Agent" };

export default async function AgentPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer();
  const { id } = await params;
  const { db, clock, config } = runtime();
  const now = clock();
  const agent = await found(findAgent(db, { viewer, agentId: id, now }));
  const requests = await listQueue(db, viewer, { state: "all", agent: agent.id }, now);
  const isAlive = agent.status !== "revoked";
  return (
    <>
      <RefreshLive topic={`agent/${agent.id}`} />
      <PageHeader
        title={agent.name}
        back={{ href: "/agents", label: "Agents" }}
        badges={<AgentStatus status={agent.status} />}
      >
        {agent.canManage && isAlive ? (
          <RevokeAgent agentId={agent.id} name={agent.name} pending={agent.pendingCount} />
        ) : null}
      </PageHeader>
      {agent.status === "quarantined" ? (
        <Alert variant="warning" title="Nobody answers for this agent" className="mb-4">
          Its owner, {agent.owner.name}, is no longer an active approver. It can ask for nothing until an
          admin gives it a new owner, or the owner comes back.
        </Alert>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <RecentRequests agent={agent} requests={requests.items} now={now} />
          <AgentKeys agent={agent} origin={config.origin} now={now} />
        </div>
        <div className="grid gap-4">
          <AgentFacts agent={agent} origin={config.origin} now={now} />
          {viewer.roles.includes("admin") && isAlive ? <Ownership agent={agent} /> : null}
          {viewer.roles.includes("admin") && isAlive ? (
            <Card>
              <CardContent className="pt-4 sm:pt-5">
                <LabelsForm agentId={agent.id} labels={agent.labels} />
              </CardContent>
            </Card>
          ) : null}
        </div>
      </div>
    </>
  );
}
