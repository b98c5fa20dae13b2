"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { revokeToken } from "./actions.ts";

export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  return (
    <ConfirmAction
      action={revokeToken}
      fields={{ tokenId }}
      trigger="Revoke"
      triggerProps={{ size: "sm", "aria-label": `Revoke ${name}` }}
      title={`Revoke the token of ${name}?`}
      description="From the next call on, that directory can neither add nor take out anybody here. Who is here stays as they are. This cannot be undone."
      confirm="Revoke the token"
    />
  );
}
