"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { endAgents } from "./actions.ts";

const endConfirmed = confirmedAction(endAgents, (form) => `agents/revoke/${form.get("digest")}`);

/** The kill switch. `digest` identifies the agent in the act that the passkey confirms. */
export function RevokeAgent(props: { agentId: string; name: string; pending: number; digest: string }) {
  const { agentId, name, pending, digest } = props;
  return (
    <ConfirmAction
      action={endConfirmed}
      fields={{ agentIds: agentId, digest }}
      trigger="Revoke agent"
      title={`Revoke ${name}?`}
      description="This is permanent. You'll confirm with your passkey. Right away:"
      consequences={[
        "All its keys and enrollment codes stop working.",
        pending > 0
          ? `${pending === 1 ? "Its pending request is" : `Its ${pending} pending requests are`} cancelled and the agent is notified.`
          : "Any pending requests are cancelled.",
        "Its unused grants are revoked.",
      ]}
      confirm="Revoke agent"
    />
  );
}
