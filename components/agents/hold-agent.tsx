import type { ComponentProps } from "react";
import { counted } from "#components/text/plural.ts";
import type { HoldForesight } from "#lib/lifecycle/foresee-hold";
import { HoldDialog } from "./hold-dialog.tsx";

// Written on the server, for a smaller script of the list of requests.

type Props = Pick<ComponentProps<typeof HoldDialog>, "action" | "longestReason" | "size">;

/** Stops an agent until a person releases the agent. The dialog has current counts, which a held agent hasn't. */
export function HoldAgent({
  agent,
  foresight,
  ...props
}: Props & { agent: { id: string; name: string }; foresight: HoldForesight | "held" }) {
  const isHeld = foresight === "held";
  const words = isHeld ? "Keep on hold" : "Hold agent";
  return (
    <HoldDialog
      {...props}
      fields={{ agentId: agent.id }}
      trigger={
        <>
          {words}…<span className="sr-only"> {agent.name}</span>
        </>
      }
      openAt={props.size ? undefined : "hold"}
      title={isHeld ? `Keep ${agent.name} on hold?` : `Hold ${agent.name}?`}
      consequences={[
        ...(isHeld
          ? ["Your hold and reason replace the current ones.", "Its owner can no longer release it."]
          : ["It can't make requests until it's released.", ...endedBy(foresight)]),
        "Its owner and all admins are notified.",
      ]}
      confirm={words}
    />
  );
}

/** Stops the agents of an owner, or with a label, in one act. */
export function HoldAgents({
  scope,
  of,
  foresight,
  ...props
}: Props & { scope: Record<string, string>; of: string; foresight: HoldForesight & { agents: number } }) {
  const { agents } = foresight;
  const what = agents === 1 ? "1 agent" : `all ${counted(agents, "agent")}`;
  return (
    <HoldDialog
      {...props}
      fields={scope}
      trigger={agents === 1 ? "Hold 1 agent…" : "Hold all agents…"}
      title={`Hold ${what} ${of}?`}
      consequences={[
        `${agents === 1 ? "It" : "They"} can't make requests until an admin releases ${agents === 1 ? "it" : "them"}.`,
        ...endedBy(foresight),
        "Agents created or labeled later aren't on hold.",
        "Owners and all admins are notified.",
      ]}
      confirm={agents === 1 ? "Hold agent" : "Hold agents"}
    />
  );
}

function endedBy({ pendingRequests, openGrants, workloadKeys }: HoldForesight): string[] {
  return [
    ...many(pendingRequests, "pending request", "cancelled"),
    ...many(openGrants, "unused grant", "revoked"),
    ...many(workloadKeys, "workload key", "revoked"),
  ];
}

function many(count: number, noun: string, ended: string): string[] {
  return count === 0 ? [] : [`${counted(count, noun)} ${count === 1 ? "is" : "are"} ${ended}.`];
}
