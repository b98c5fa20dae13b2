"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { revoke } from "./actions.ts";

export function RevokeEventSource({ eventSourceId, name }: { eventSourceId: string; name: string }) {
  return (
    <ConfirmAction
      action={revoke}
      fields={{ eventSourceId }}
      trigger="Revoke"
      triggerProps={{ size: "sm", "aria-label": `Revoke ${name}` }}
      title={`Revoke ${name}?`}
      description="Future events from this source are rejected. Earlier events keep their effect."
      confirm="Revoke"
    />
  );
}
