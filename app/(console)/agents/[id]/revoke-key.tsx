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
      description="Requests signed with this key will be rejected immediately. This can't be undone."
      confirm="Revoke key"
    />
  );
}
