"use client";

import { useState } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { ConfirmAction } from "#components/forms/confirm-action";
import { TextField } from "#components/forms/controlled-field";
import { counted } from "#components/text/plural.ts";
import type { ButtonProps } from "#components/ui/button";

/** Stops an agent until a person releases the agent. The dialog has current counts. */
export function HoldAgent(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  agent: { id: string; name: string };
  foresight: { pendingRequests: number; openGrants: number; workloadKeys: number };
  longestReason: number;
  size?: ButtonProps["size"];
}) {
  const [reason, setReason] = useState("");
  const { pendingRequests, openGrants, workloadKeys } = props.foresight;
  return (
    <ConfirmAction
      action={props.action}
      fields={{ agentId: props.agent.id }}
      trigger={
        <>
          Hold agent…<span className="sr-only"> {props.agent.name}</span>
        </>
      }
      openAt={props.size ? undefined : "hold"}
      triggerProps={props.size ? { size: props.size } : {}}
      title={`Hold ${props.agent.name}?`}
      description="Right away:"
      consequences={[
        "It can't make requests until it's released.",
        ...many(pendingRequests, "pending request", "cancelled"),
        ...many(openGrants, "unused grant", "revoked"),
        ...many(workloadKeys, "workload key", "revoked"),
        "Its owner and all admins are notified.",
      ]}
      confirm="Hold agent"
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

function many(count: number, noun: string, ended: string): string[] {
  return count === 0 ? [] : [`${counted(count, noun)} ${count === 1 ? "is" : "are"} ${ended}.`];
}
