"use client";

import { act } from "#app/(console)/acts/act";
import { ConfirmedButton } from "#components/passkey/confirmed-button";

export function ConfirmPasskey(props: { personId: string; credentialId: string; name: string }) {
  const { personId, credentialId, name } = props;
  return (
    <ConfirmedButton
      action={act("passkey/confirm")}
      fields={{ personId, credentialId }}
      buttonProps={{ size: "sm" }}
    >
      Confirm passkey<span className="sr-only"> {name}</span>
    </ConfirmedButton>
  );
}
