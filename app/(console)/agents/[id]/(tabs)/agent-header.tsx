import type { ReactNode } from "react";
import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { AgentAvatar } from "#components/agents/avatars";
import { HoldAgent } from "#components/agents/hold-agent";
import { totalOf } from "#components/agents/outcomes.ts";
import { Sparkline } from "#components/agents/sparkline";
import { AgentStatus, TestAgentBadge } from "#components/badges/status-badges";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { counted, grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { TextLink } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import type { AgentDetails } from "#lib/agents/find-agent";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import type { Viewer } from "#lib/sessions/session";
import { loadDays } from "../load-agent.ts";
import { AgentMenu } from "./agent-menu.tsx";

interface Props {
  agent: AgentDetails;
  viewer: Viewer;
  now: Date;
}

export async function AgentHeader({ agent, viewer, now }: Props) {
  const days = await loadDays(agent.id);
  const count = days.reduce((sum, { outcomes }) => sum + totalOf(outcomes), 0);
  return (
    <>
      <PageHeader
        className="mb-4 md:mb-4"
        title={agent.name}
        picture={<AgentAvatar agent={agent} />}
        back={{ href: "/agents", label: "Agents" }}
        badges={
          <>
            {agent.isTest ? <TestAgentBadge /> : null}
            <AgentStatus status={agent.status} />
          </>
        }
      >
        {agent.canManage && agent.status !== "revoked" ? (
          <AgentActs agent={agent} isAdmin={viewer.roles.includes("admin")} />
        ) : null}
      </PageHeader>
      <dl className="mb-4 grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border lg:grid-cols-4 short:mb-2 short:grid-cols-[repeat(4,auto)]">
        <Cell name="Owner">
          <Owner owner={agent.owner} viewer={viewer} />
        </Cell>
        <Cell name="Last request">
          {agent.lastSeenAt ? (
            <RelativeTime at={agent.lastSeenAt} now={now} className="inline-block first-letter:uppercase" />
          ) : (
            "Never"
          )}
        </Cell>
        <Cell name="Keys">
          <KeyExpiry agent={agent} now={now} />
        </Cell>
        <Cell name="Requests, 30 days">
          <span className="flex items-center gap-3">
            <span className="shrink-0 tabular-nums">{grouped(count)}</span>
            {count > 0 ? <Sparkline days={days} /> : null}
          </span>
        </Cell>
      </dl>
    </>
  );
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start bg-card px-4 py-2.5 short:px-3 short:py-1">
      <dt className="text-[0.8125rem] text-muted-foreground">{name}</dt>
      <dd className="min-w-0 font-medium [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Owner({ owner, viewer }: { owner: AgentDetails["owner"]; viewer: Viewer }) {
  if (!viewer.roles.includes("admin") && !viewer.roles.includes("auditor")) return owner.name;
  return <TextLink href={`/people/${owner.id}`}>{owner.name}</TextLink>;
}

const soonMilliseconds = 14 * 86_400_000;

function KeyExpiry({ agent, now }: { agent: AgentDetails; now: Date }) {
  if (agent.isTest) return "None";
  if (agent.status === "revoked") return "Revoked";
  const { firstKeyExpiresAt: at, usableKeyCount } = agent;
  if (!at && agent.workloads.length > 0) return "Workload identity";
  if (!at) return <span className="text-warning">No active key</span>;
  return (
    <span className={at.getTime() - now.getTime() <= soonMilliseconds ? "text-warning" : undefined}>
      {usableKeyCount > 1 ? `${counted(usableKeyCount, "key")} · first expires ` : "Expires "}
      <RelativeTime at={at} now={now} />
    </span>
  );
}

/** The actions on an agent. The first stops the agent, or ends a hold. */
async function AgentActs({ agent, isAdmin }: { agent: AgentDetails; isAdmin: boolean }) {
  const { db, clock } = runtime();
  // Client components get only the shown fields.
  const named = { id: agent.id, name: agent.name };
  const foresight = agent.hold?.isReplaceable
    ? "held"
    : (await foreseeHolds(db, [agent.id], clock())).get(agent.id);
  return (
    <>
      {agent.hold && (isAdmin || agent.hold.isForOwner) ? (
        <ConfirmedButton action={act("agents/release")} fields={{ agentId: agent.id }}>
          Release agent…
        </ConfirmedButton>
      ) : null}
      {foresight ? (
        <HoldAgent
          action={act("agents/hold")}
          agent={named}
          foresight={foresight}
          longestReason={longestHoldReason}
        />
      ) : null}
      <AgentMenu agent={named} mayTransfer={!agent.isTest} />
    </>
  );
}
