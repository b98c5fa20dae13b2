import { notFound } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { listSources } from "#lib/requests/request-source";
import { AgentKeys } from "../../agent-keys.tsx";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";
import { Callback } from "./callback.tsx";
import { Connect } from "./connect.tsx";
import { Workloads } from "./workloads.tsx";

export const generateMetadata = titleOf("Keys");

/** Keys, settings of clients, and the callback. */
export default async function AgentKeysPage({ params }: AgentParams) {
  const { agent, viewer, now, isAdmin } = await loadAgent((await params).id);
  if (agent.isTest) notFound();
  const { db, config } = runtime();
  const sources = agent.canManage ? await listSources(db, agent.id) : [];
  return (
    <div className={agent.canManage ? "grid items-start gap-4 lg:grid-cols-2" : "grid max-w-3xl gap-4"}>
      <div className="grid gap-4">
        <AgentKeys agent={agent} origin={config.origin} now={now} />
        <Workloads agent={agent} isAdmin={isAdmin} />
      </div>
      <div className="grid gap-4">
        <Connect agent={agent} sources={sources} now={now} />
        <Callback agent={agent} viewer={viewer} now={now} />
      </div>
    </div>
  );
}
