import type { ReactNode } from "react";
import { LinkTabs } from "#components/ui/link-tabs";
import { ProposedChanges } from "../../../proposed-changes.tsx";
import { type AgentParams, loadAgent } from "../load-agent.ts";
import { AgentHeader } from "./agent-header.tsx";
import { Quarantined } from "./quarantined.tsx";
import { RefreshLive } from "./refresh-live.tsx";

const tabs = [
  ["", "Overview"],
  ["/requests", "Requests"],
  ["/permissions", "Permissions"],
  ["/keys", "Keys"],
  ["/activity", "Activity"],
] as const;

/** A test agent has no keys and gets no grants. */
const notOfTestAgents: ReadonlySet<string> = new Set(["/permissions", "/keys"]);

/** The agent's header above the tabs. Each tab checks the viewer's access by `loadAgent`. */
export default async function AgentTabs({ params, children }: AgentParams & { children: ReactNode }) {
  const { agent, viewer, now } = await loadAgent((await params).id);
  return (
    <>
      <RefreshLive topic={`agent/${agent.id}`} />
      <AgentHeader agent={agent} viewer={viewer} now={now} />
      {agent.status === "quarantined" ? (
        <Quarantined agent={agent} isOwner={agent.owner.id === viewer.personId} now={now} />
      ) : null}
      <ProposedChanges viewer={viewer} about={agent.id} now={now} />
      <LinkTabs
        label={`Pages of ${agent.name}`}
        tabs={tabs
          .filter(([path]) => !agent.isTest || !notOfTestAgents.has(path))
          .map(([path, label]) => ({ href: `/agents/${agent.id}${path}`, label }))}
      />
      {children}
    </>
  );
}
