"use client";

import { type ReactNode, useState } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { ConfirmAction } from "#components/forms/confirm-action";
import { TextField } from "#components/forms/controlled-field";
import { counted } from "#components/text/plural.ts";
import type { ButtonProps } from "#components/ui/button";

interface Foresight {
  pendingRequests: number;
  openGrants: number;
  workloadKeys: number;
}

interface Props {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  longestReason: number;
  size?: ButtonProps["size"];
}

/** Stops an agent until a person releases the agent. The dialog has current counts. */
export function HoldAgent({
  agent,
  ...props
}: Props & { agent: { id: string; name: string }; foresight: Foresight }) {
  return (
    <HoldDialog
      {...props}
      fields={{ agentId: agent.id }}
      trigger={
        <>
          Hold agent…<span className="sr-only"> {agent.name}</span>
        </>
      }
      openAt={props.size ? undefined : "hold"}
      title={`Hold ${agent.name}?`}
      consequences={["It can't make requests until it's released.", ...endedBy(props.foresight)]}
      notified="Its owner and all admins are notified."
      confirm="Hold agent"
    />
  );
}

/** Stops the agents of an owner, or with a label, in one act. */
export function HoldAgents({
  scope,
  of,
  ...props
}: Props & { scope: Record<string, string>; of: string; foresight: Foresight & { agents: number } }) {
  const { agents } = props.foresight;
  const what = agents === 1 ? "1 agent" : `all ${counted(agents, "agent")}`;
  return (
    <HoldDialog
      {...props}
      fields={scope}
      trigger={agents === 1 ? "Hold 1 agent…" : "Hold all agents…"}
      title={`Hold ${what} ${of}?`}
      consequences={[
        `${agents === 1 ? "It" : "They"} can't make requests until an admin releases each.`,
        ...endedBy(props.foresight),
        "Agents created or labeled later aren't on hold.",
      ]}
      notified="Owners and all admins are notified."
      confirm={agents === 1 ? "Hold agent" : "Hold agents"}
    />
  );
}

function HoldDialog(
  props: Props & {
    fields: Record<string, string>;
    trigger: ReactNode;
    openAt?: string | undefined;
    title: string;
    consequences: string[];
    notified: string;
    confirm: string;
  },
) {
  const [reason, setReason] = useState("");
  return (
    <ConfirmAction
      action={props.action}
      fields={props.fields}
      trigger={props.trigger}
      openAt={props.openAt}
      triggerProps={props.size ? { size: props.size } : {}}
      title={props.title}
      description="Right away:"
      consequences={[...props.consequences, props.notified]}
      confirm={props.confirm}
    >
      <TextField
        label="Reason"
        hint="Shown to the owner and admins."
        optional
        name="reason"
        maxLength={props.longestReason}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </ConfirmAction>
  );
}

function endedBy({ pendingRequests, openGrants, workloadKeys }: Foresight): string[] {
  return [
    ...many(pendingRequests, "pending request", "cancelled"),
    ...many(openGrants, "unused grant", "revoked"),
    ...many(workloadKeys, "workload key", "revoked"),
  ];
}

function many(count: number, noun: string, ended: string): string[] {
  return count === 0 ? [] : [`${counted(count, noun)} ${count === 1 ? "is" : "are"} ${ended}.`];
}
