import { runtime } from "#app/runtime/runtime";
import { listQueue } from "#lib/requests/queue/list-queue";
import { maySendTest } from "#lib/requests/send-test-request";
import { type AgentParams, loadAgent, titleOf } from "../load-agent.ts";
import { AboutTestAgent } from "./about-test-agent.tsx";
import { AgentFacts } from "./agent-facts.tsx";
import { KeysInShort } from "./keys-in-short.tsx";
import { Ownership } from "./ownership.tsx";
import { RecentRequests } from "./recent-requests.tsx";

export const generateMetadata = titleOf("Agents");

export default async function AgentOverviewPage({ params }: AgentParams) {
  const { agent, viewer, now, isAdmin } = await loadAgent((await params).id);
  const { db, config } = runtime();
  const isOwner = agent.owner.id === viewer.personId;
  const requests = await listQueue(db, viewer, { state: "all", agent: agent.id }, now);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <RecentRequests agent={agent} requests={requests.items} now={now} />
      <div className="grid gap-4">
        {agent.isTest ? (
          <AboutTestAgent
            owner={isOwner ? undefined : agent.owner.name}
            maySend={agent.status === "active" && isOwner && maySendTest(viewer)}
          />
        ) : (
          <>
            <Ownership agent={agent} viewer={viewer} now={now} />
            <KeysInShort agent={agent} now={now} />
          </>
        )}
        <AgentFacts agent={agent} origin={config.origin} isAdmin={isAdmin} now={now} />
      </div>
    </div>
  );
}
