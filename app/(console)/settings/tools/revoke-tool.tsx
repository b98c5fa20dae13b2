"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { removeTool } from "./actions.ts";

export function RevokeTool({ toolId, name }: { toolId: string; name: string }) {
  return (
    <ConfirmAction
      action={removeTool}
      fields={{ toolId }}
      trigger="Revoke"
      triggerProps={{ size: "sm", "aria-label": `Revoke ${name}` }}
      title={`Revoke the key for ${name}?`}
      description="The tool can't redeem grants with this key. Its other keys keep working. This can't be undone."
      confirm="Revoke key"
    />
  );
}
