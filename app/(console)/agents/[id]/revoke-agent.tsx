"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { endAgent } from "./actions.ts";

export function RevokeAgent({ agentId, name, pending }: { agentId: string; name: string; pending: number }) {
  return (
    <ConfirmAction
      action={endAgent}
      fields={{ agentId }}
      trigger="Revoke the agent"
      title={`Revoke ${name}?`}
      description="This ends it for good and cannot be undone. At once and together:"
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
