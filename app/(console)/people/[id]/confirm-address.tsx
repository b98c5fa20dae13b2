"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { confirmAddressOf } from "./address-actions.ts";

const confirmAddressConfirmed = confirmedAction(
  confirmAddressOf,
  (form) => `people/address/${form.get("personId") as `per_${string}`}/${form.get("digest") as string}`,
);

export function ConfirmAddress(props: { personId: string; name: string; email: string; digest: string }) {
  const { personId, name, email, digest } = props;
  return (
    <ConfirmAction
      action={confirmAddressConfirmed}
      fields={{ personId, email, digest }}
      trigger="Confirm the address"
      triggerProps={{ variant: "outline", size: "sm" }}
      title={`Is ${email} ${name}’s address?`}
      description="From then on, whoever has an account with this verified address at an identity provider can be linked to them, and comes in as them. Be certain that it is theirs. Your browser will ask you to confirm with a passkey."
      confirm="Confirm the address"
      confirmVariant="default"
    />
  );
}
