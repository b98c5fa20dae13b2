"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { removeKey } from "./actions.ts";

export function RevokeKey({ agentId, keyId }: { agentId: string; keyId: string }) {
  return (
    <ConfirmAction
      action={removeKey}
      fields={{ agentId, keyId }}
      trigger="Revoke"
      triggerProps={{ size: "sm" }}
      title="Revoke this key?"
      description="From the next call on, whatever is signed with it is refused. This cannot be undone."
      confirm="Revoke the key"
    />
  );
}
