"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { Icon } from "#components/ui/icon";
import { rotate } from "./actions.ts";

export function RotateKey() {
  return (
    <ConfirmAction
      action={rotate}
      fields={{}}
      trigger={
        <>
          <Icon name="refresh" />
          Rotate
        </>
      }
      triggerProps={{ variant: "outline" }}
      title="Make a new signing key?"
      description="From now on, grants are signed with the new key. Grants already out stay good. Whoever keeps a copy of the JWKS must fetch it again; most libraries do so by themselves."
      confirm="Rotate the key"
      confirmVariant="default"
    />
  );
}
