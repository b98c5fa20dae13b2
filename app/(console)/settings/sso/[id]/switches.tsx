"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../../components/passkey/confirmation.ts";
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
        trigger="Turn it off"
        title={`Turn ${name} off?`}
        description="Nobody signs in through it any more, and the sessions it began end now. Your browser will ask you to confirm with a passkey."
        confirm="Turn it off"
      />
    );
  }
  return (
    <ConfirmAction
      action={turnConfirmed}
      fields={{ connectionId, to: "enable" }}
      trigger="Turn it on"
      triggerProps={{ variant: "default" }}
      title={`Turn ${name} on?`}
      description="Its button appears on the sign-in page. Your browser will ask you to confirm with a passkey."
      confirm="Turn it on"
      confirmVariant="default"
    />
  );
}

export function RemoveConnection({ connectionId, name }: { connectionId: string; name: string }) {
  return (
    <ConfirmAction
      action={removeConfirmed}
      fields={{ connectionId }}
      trigger="Remove the connection"
      title={`Remove ${name}?`}
      description="Its settings, its secret and everybody's links to it are gone, and the sessions it began end. Your browser will ask you to confirm with a passkey."
      confirm="Remove it"
      doneHref="/settings/sso"
    />
  );
}
