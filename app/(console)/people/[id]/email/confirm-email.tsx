"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { confirmAddressOf } from "./actions.ts";
import { addressAct } from "./confirm-email-act.ts";

const confirmAddressConfirmed = confirmedAction(confirmAddressOf, (form) =>
  addressAct(String(form.get("personId")), String(form.get("email"))),
);

/** Confirms that an email set by a directory belongs to the person. */
export function ConfirmAddress(props: { personId: string; name: string; email: string }) {
  const { personId, name, email } = props;
  return (
    <ConfirmAction
      action={confirmAddressConfirmed}
      fields={{ personId, email }}
      trigger="Confirm email"
      triggerProps={{ variant: "outline", size: "sm" }}
      title={`Is ${email} really ${name}'s email?`}
      description={`After you confirm, anyone who signs in through your identity provider with this verified email signs in as ${name}. Only confirm if you've checked with them. You'll confirm with your passkey.`}
      confirm="Confirm email"
      confirmVariant="default"
    />
  );
}
