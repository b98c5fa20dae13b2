import { runtime } from "#app/process/runtime";
import { HoldAgent } from "#components/agents/hold-agent";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import type { AgentDetails } from "#lib/agents/find-agent";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import { hold, release } from "../hold-actions.ts";
import { endAgents } from "./actions.ts";

/** What stops an agent, and what ends a hold. */
export async function EmergencyActs({ agent, isAdmin }: { agent: AgentDetails; isAdmin: boolean }) {
  const { db, clock } = runtime();
  const foresight = (await foreseeHolds(db, [agent.id], clock())).get(agent.id);
  return (
    <div className="flex flex-wrap gap-2">
      {agent.hold ? (
        isAdmin || agent.hold.isForOwner ? (
          <ConfirmedButton
            action={release}
            fields={{ agentId: agent.id }}
            buttonProps={{ variant: "outline" }}
          >
            Release agent…
          </ConfirmedButton>
        ) : null
      ) : foresight ? (
        <HoldAgent action={hold} agent={agent} foresight={foresight} longestReason={longestHoldReason} />
      ) : null}
      <ConfirmedButton action={endAgents} fields={{ agentIds: agent.id }}>
        Revoke agent
      </ConfirmedButton>
    </div>
  );
}
