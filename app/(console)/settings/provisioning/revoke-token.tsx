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
      title={`Revoke the token for ${name}?`}
      description="This directory won't be able to add or remove anyone. Current people aren't affected. This can't be undone."
      confirm="Revoke token"
    />
  );
}
