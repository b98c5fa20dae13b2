import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { RowLink } from "#components/ui/card";
import type { AgentRow as Agent } from "#lib/agents/list-agent-page";
import { AgentStatus, TestAgentBadge } from "../badges/status-badges.tsx";
import { AgentAvatar } from "./avatars.tsx";
import { type Outcomes, outcomeColors, outcomeWords, totalOf } from "./outcomes.ts";

/** An agent in the list: owner, keys, last activity and request outcomes. */
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

/** An agent's outcomes in 30 days as a bar with a name for screen readers, and their number. */
function OutcomeBar({ outcomes }: { outcomes: Outcomes }) {
  const total = totalOf(outcomes);
  const words = outcomeWords(outcomes);
  let end = 0;
  return (
    <span className="flex items-center gap-3" title={words}>
      <svg
        role="img"
        aria-label={words}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        className="h-2 min-w-0 flex-1 overflow-hidden rounded-sm"
      >
        <rect width="100" height="8" className="fill-muted" />
        {outcomeColors.map(({ outcome, fill }) => {
          const width = total === 0 ? 0 : ((outcomes[outcome] ?? 0) / total) * 100;
          const start = end;
          end += width;
          return width > 0 ? (
            <rect key={outcome} x={start} width={width} height="8" className={fill} />
          ) : null;
        })}
      </svg>
      <span aria-hidden className="text-[0.8125rem] text-muted-foreground tabular-nums">
        {total === 0 ? "None" : grouped(total)} in 30 days
      </span>
    </span>
  );
}
