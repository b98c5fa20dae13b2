"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { deactivate, suspend } from "./actions.ts";

/** Suspends after a dialog that lists the consequences. Takes no passkey. */
export function Suspend(props: { personId: string; name: string; consequences: string[] }) {
  return (
    <ConfirmAction
      action={suspend}
      fields={{ personId: props.personId }}
      trigger="Suspend"
      title={`Suspend ${props.name}?`}
      description="Right away:"
      consequences={props.consequences}
      confirm="Suspend person"
    />
  );
}

/**
 * Deactivates a person, or withdraws an invitation. The server lists the consequences when the
 * button is pressed.
 */
export function Deactivate({ personId, isInvited }: { personId: string; isInvited: boolean }) {
  return (
    <ConfirmedButton action={deactivate} fields={{ personId }}>
      {isInvited ? "Withdraw invitation" : "Deactivate"}
    </ConfirmedButton>
  );
}
