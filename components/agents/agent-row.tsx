import { RelativeTime } from "#components/text/relative-time";
import { RowLink } from "#components/ui/card";
import { AgentStatus, TestAgentBadge } from "../badges/status-badges.tsx";
import { AgentAvatar } from "./avatars.tsx";
import { OutcomeBar } from "./outcome-bar.tsx";
import type { Outcomes } from "./outcomes.ts";

interface Agent {
  id: string;
  name: string;
  status: "active" | "quarantined" | "revoked";
  isTest: boolean;
  labels: string[];
  owner: { name: string };
  backups: string[];
  usableKeyCount: number;
  firstKeyExpiresAt: Date | null;
  /** Whether a workload may get a short-lived key. */
  hasWorkload: boolean;
  lastSeenAt: Date | null;
  outcomes: Outcomes;
}

/** One agent in the list: its owner, keys, last activity and request outcomes. */
export function AgentRow({ agent, now }: { agent: Agent; now: Date }) {
  return (
    <RowLink
      href={`/agents/${agent.id}`}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_6.5rem]"
    >
      <span className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <AgentAvatar agent={agent} />
        <span className="grid min-w-0 gap-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium [overflow-wrap:anywhere]">{agent.name}</span>
            {agent.isTest ? <TestAgentBadge /> : null}
          </span>
          <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
            Owner: {agent.owner.name}
            {agent.backups.length > 0 ? ` · Backup approvers: ${agent.backups.join(", ")}` : ""}
          </span>
          {agent.labels.length > 0 ? (
            <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
              Labels: {agent.labels.join(", ")}
            </span>
          ) : null}
        </span>
      </span>
      <span className="flex justify-end md:order-last">
        {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
      </span>
      <span className="grid gap-0.5 text-[0.8125rem] text-muted-foreground max-md:col-span-2">
        <KeyState agent={agent} now={now} />
        <span>
          {agent.lastSeenAt ? (
            <>
              Last request <RelativeTime at={agent.lastSeenAt} now={now} />
            </>
          ) : (
            "No requests yet"
          )}
        </span>
      </span>
      <span className="max-md:col-span-2">
        <OutcomeBar outcomes={agent.outcomes} />
      </span>
    </RowLink>
  );
}

function KeyState({ agent, now }: { agent: Agent; now: Date }) {
  if (agent.status === "revoked" || agent.isTest) return null;
  if (!agent.firstKeyExpiresAt && agent.hasWorkload) return <span>Workload identity</span>;
  if (!agent.firstKeyExpiresAt) return <span className="text-warning">No active key</span>;
  const isSoon = agent.firstKeyExpiresAt.getTime() - now.getTime() <= 14 * 86_400_000;
  return (
    <span className={isSoon ? "text-warning" : undefined}>
      {agent.usableKeyCount === 1 ? "1 key · expires" : `${agent.usableKeyCount} keys · first expires`}{" "}
      <RelativeTime at={agent.firstKeyExpiresAt} now={now} />
    </span>
  );
}
