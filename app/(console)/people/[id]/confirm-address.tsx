"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { addressAct } from "./address-act.ts";
import { confirmAddressOf } from "./address-actions.ts";

const confirmAddressConfirmed = confirmedAction(confirmAddressOf, (form) =>
  addressAct(String(form.get("personId")), String(form.get("email"))),
);

/** Takes an address that a directory gave somebody for theirs. */
export function ConfirmAddress(props: { personId: string; name: string; email: string }) {
  const { personId, name, email } = props;
  return (
    <ConfirmAction
      action={confirmAddressConfirmed}
      fields={{ personId, email }}
      trigger="Confirm the address"
      triggerProps={{ variant: "outline", size: "sm" }}
      title={`Is ${email} ${name}’s address?`}
      description="From then on, whoever has an account with this verified address at an identity provider can be linked to them, and comes in as them. Be certain that it is theirs. Your browser will ask you to confirm with a passkey."
      confirm="Confirm the address"
      confirmVariant="default"
    />
  );
}
