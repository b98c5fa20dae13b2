import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { AgentStatus } from "#components/agents/agent-status";
import { PageHeader } from "#components/ui/page-header";
import { findAgent } from "#lib/agents/find-agent";
import { listQueue } from "#lib/requests/list-queue";
import { listSources } from "#lib/requests/sources/list-sources";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { AgentFacts } from "./agent-facts.tsx";
import { AgentHistory } from "./agent-history.tsx";
import { AgentKeys } from "./agent-keys.tsx";
import { Authority } from "./authority.tsx";
import { Callback } from "./callback/callback.tsx";
import { Connect } from "./connect/connect.tsx";
import { EmergencyActs } from "./emergency-acts.tsx";
import { Ownership } from "./ownership.tsx";
import { Quarantined } from "./quarantined.tsx";
import { RecentRequests } from "./recent-requests.tsx";
import { RefreshLive } from "./refresh-live.tsx";
import { RequestsChart } from "./requests-chart.tsx";
import { Workloads } from "./workloads/workloads.tsx";

export const metadata: Metadata = { title: "Agent" };

export default async function AgentPage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer();
  const { id } = await props.params;
  const { db, clock, config } = runtime();
  const now = clock();
  const agent = await orNotFound(findAgent(db, { viewer, agentId: id, now }));
  const [requests, sources] = await Promise.all([
    listQueue(db, viewer, { state: "all", agent: agent.id }, now),
    agent.canManage ? listSources(db, agent.id) : [],
  ]);
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
          <EmergencyActs agent={agent} isAdmin={viewer.roles.includes("admin")} />
        ) : null}
      </PageHeader>
      {agent.status === "quarantined" ? (
        <Quarantined agent={agent} isOwner={agent.owner.id === viewer.personId} now={now} />
      ) : null}
      <ProposedChanges viewer={viewer} about={agent.id} now={now} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <RequestsChart agentId={agent.id} now={now} />
          <RecentRequests agent={agent} requests={requests.items} now={now} />
        </div>
        <AgentFacts agent={agent} origin={config.origin} now={now} />
      </div>
      {/* The three layers, side by side: the agent's keys, its owner and its permissions. */}
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-3">
        <AgentKeys agent={agent} origin={config.origin} now={now} />
        <Ownership agent={agent} viewer={viewer} now={now} />
        <Authority agent={agent} isAdmin={viewer.roles.includes("admin")} />
      </div>
      <Workloads agent={agent} isAdmin={viewer.roles.includes("admin")} />
      <Connect agent={agent} sources={sources} now={now} />
      <Callback agent={agent} viewer={viewer} now={now} />
      <AgentHistory agent={agent} viewer={viewer} />
    </>
  );
}
