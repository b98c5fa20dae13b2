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
      title={`Revoke the key of ${name}?`}
      description="From the next call on, the tool cannot redeem with it. Other keys of the same address go on working. This cannot be undone."
      confirm="Revoke the key"
    />
  );
}
