"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { revoke } from "./actions.ts";

export function RevokeTransmitter({ transmitterId, name }: { transmitterId: string; name: string }) {
  return (
    <ConfirmAction
      action={revoke}
      fields={{ transmitterId }}
      trigger="Revoke"
      triggerProps={{ size: "sm", "aria-label": `Revoke ${name}` }}
      title={`Stop listening to ${name}?`}
      description="From the next event on, what it tells of people is refused. What it has done already stays done."
      confirm="Stop listening"
    />
  );
}
