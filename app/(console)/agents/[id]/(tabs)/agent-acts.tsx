import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { HoldAgent } from "#components/agents/hold-agent";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import type { AgentDetails } from "#lib/agents/find-agent";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import { AgentMenu } from "./agent-menu.tsx";

/** The actions on an agent. The first stops the agent, or ends a hold. */
export async function AgentActs({ agent, isAdmin }: { agent: AgentDetails; isAdmin: boolean }) {
  const { db, clock } = runtime();
  // Client components get only the shown fields.
  const named = { id: agent.id, name: agent.name };
  const foresight = (await foreseeHolds(db, [agent.id], clock())).get(agent.id);
  return (
    <>
      {agent.hold ? (
        isAdmin || agent.hold.isForOwner ? (
          <ConfirmedButton action={act("agents/release")} fields={{ agentId: agent.id }}>
            Release agent…
          </ConfirmedButton>
        ) : null
      ) : foresight ? (
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
