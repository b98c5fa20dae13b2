"use client";

import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";

interface Props {
  agentId: string;
  keyId: string;
  isOfWorkload: boolean;
}

export function RevokeKey({ agentId, keyId, isOfWorkload }: Props) {
  return (
    <ConfirmAction
      action={act("agent/remove-key")}
      fields={{ agentId, keyId }}
      trigger="Revoke…"
      triggerProps={{ size: "sm" }}
      title="Revoke this key?"
      description="Requests signed with this key will be rejected immediately. This can't be undone."
      {...(isOfWorkload && {
        consequences: ["The workload can get a new key. To stop it, remove its workload identity."],
      })}
      confirm="Revoke key"
    />
  );
}
