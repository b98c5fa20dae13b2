"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { endAgents } from "./actions.ts";

const endConfirmed = confirmedAction(endAgents, (form) => `agents/revoke/${form.get("digest")}`);

/** The kill switch. `digest` names the agent: it is what the passkey confirms. */
export function RevokeAgent(props: { agentId: string; name: string; pending: number; digest: string }) {
  const { agentId, name, pending, digest } = props;
  return (
    <ConfirmAction
      action={endConfirmed}
      fields={{ agentIds: agentId, digest }}
      trigger="Revoke the agent"
      title={`Revoke ${name}?`}
      description="This ends it for good and cannot be undone. Your browser will ask you to confirm with a passkey. At once and together:"
      consequences={[
        "All its keys and open codes stop working.",
        pending > 0
          ? `What it has waiting (${pending}) is cancelled, and it is told so.`
          : "Anything it has waiting is cancelled.",
        "Grants it has not used are revoked.",
      ]}
      confirm="Revoke the agent"
    />
  );
}
