"use client";

import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Icon } from "#components/ui/icon";
import { rotate } from "./actions.ts";

export function RotateKey() {
  return (
    <ConfirmedButton action={rotate} fields={{}} buttonProps={{ variant: "outline" }}>
      <Icon name="refresh" />
      Rotate key
    </ConfirmedButton>
  );
}
