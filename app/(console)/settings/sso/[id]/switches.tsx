"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { remove, turn } from "../actions.ts";

type Id = `sso_${string}`;

const turnConfirmed = confirmedAction(turn, (form) => {
  const to = form.get("to") === "enable" ? "enable" : "disable";
  return `sso/${to}/${form.get("connectionId") as Id}`;
});
const removeConfirmed = confirmedAction(remove, (form) => `sso/remove/${form.get("connectionId") as Id}`);

export function TurnConnection(props: { connectionId: string; name: string; enabled: boolean }) {
  const { connectionId, name, enabled } = props;
  if (enabled) {
    return (
      <ConfirmAction
        action={turnConfirmed}
        fields={{ connectionId, to: "disable" }}
        trigger="Turn off"
        title={`Turn ${name} off?`}
        description="No one can sign in with it, and its sessions end now. You'll confirm with your passkey."
        confirm="Turn off"
      />
    );
  }
  return (
    <ConfirmAction
      action={turnConfirmed}
      fields={{ connectionId, to: "enable" }}
      trigger="Turn on"
      triggerProps={{ variant: "default" }}
      title={`Turn ${name} on?`}
      description="Its button appears on the sign-in page. You'll confirm with your passkey."
      confirm="Turn on"
      confirmVariant="default"
    />
  );
}

export function RemoveConnection({ connectionId, name }: { connectionId: string; name: string }) {
  return (
    <ConfirmAction
      action={removeConfirmed}
      fields={{ connectionId }}
      trigger="Remove connection"
      title={`Remove ${name}?`}
      description="Deletes its settings, secret and account links, and ends its sessions. You'll confirm with your passkey."
      confirm="Remove connection"
      doneHref="/settings/sso"
    />
  );
}
