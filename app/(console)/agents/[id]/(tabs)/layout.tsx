import type { ReactNode } from "react";
import { OwnReason } from "#components/text/agents-words";
import { Time } from "#components/text/time";
import { UntrustedText } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";
import { LinkTabs } from "#components/ui/link-tabs";
import type { AgentDetails } from "#lib/agents/find-agent";
import { ProposedChanges } from "../../../proposed-changes.tsx";
import { type AgentParams, loadAgent } from "../load-agent.ts";
import { AgentHeader } from "./agent-header.tsx";
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

/** Every reason for the quarantine, because each has to be resolved. */
function Quarantined(props: { agent: AgentDetails; isOwner: boolean; now: Date }) {
  const { agent, isOwner } = props;
  return (
    <>
      {agent.hold ? <Held hold={agent.hold} now={props.now} /> : null}
      {agent.isOwnerActive ? null : (
        <Alert variant="warning" title="This agent is orphaned" className="mb-4">
          Its owner, {agent.owner.name}, is no longer an active approver. The agent can't request anything
          until an active approver owns it.{" "}
          {agent.canManage ? (
            <TextLink href={`/agents/${agent.id}/transfer`}>Assign new owner</TextLink>
          ) : null}
        </Alert>
      )}
      {agent.isOwnerActive && !agent.hold ? <Unconfirmed owner={agent.owner.name} isOwner={isOwner} /> : null}
    </>
  );
}

function Held({ hold, now }: { hold: NonNullable<AgentDetails["hold"]>; now: Date }) {
  return (
    <Alert variant="warning" title="This agent is on hold" className="mb-4">
      {hold.by ?? "The agent"} put {hold.by === null ? "itself" : "it"} on hold{" "}
      <Time at={hold.at} now={now} />. It can't request anything until{" "}
      {hold.isForOwner ? "its owner or an admin" : "an admin"} releases it.
      {hold.reason === null ? null : (
        <span className="mt-1 block [overflow-wrap:anywhere]">
          Reason: <UntrustedText text={hold.reason} />
        </span>
      )}
      <OwnReason reason={hold.ownReason} />
    </Alert>
  );
}

function Unconfirmed({ owner, isOwner }: { owner: string; isOwner: boolean }) {
  return (
    <Alert variant="warning" title="Ownership wasn't confirmed in time" className="mb-4">
      The agent can't request anything until {isOwner ? "you confirm" : `${owner} confirms`} ownership.{" "}
      {isOwner ? <TextLink href="/agents/mine">Review my agents</TextLink> : null}
    </Alert>
  );
}
