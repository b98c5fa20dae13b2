import type { ComponentProps } from "react";
import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import type { CredentialKind } from "./credential-acts.ts";

/** Revokes a credential. `name` completes the button's accessible name; the rest is the dialog. */
export function RevokeCredential(
  props: { kind: CredentialKind; id: string; name: string } & Pick<
    ComponentProps<typeof ConfirmAction>,
    "title" | "description" | "confirm"
  >,
) {
  const { kind, id, name, ...dialog } = props;
  return (
    <ConfirmAction
      action={act("credential/revoke")}
      fields={{ kind, id }}
      trigger="Revoke…"
      triggerProps={{ size: "sm", "aria-label": `Revoke ${name}…` }}
      {...dialog}
    />
  );
}

interface Props {
  kind: "scim_token" | "event_source";
  id: string;
  name: string;
  responsibleAdmin: { id: string };
  viewerId: string;
}

/** Makes the viewer the responsible admin. Renders nothing for the responsible admin. */
export function TakeResponsibility({ kind, id, name, responsibleAdmin, viewerId }: Props) {
  if (responsibleAdmin.id === viewerId) return null;
  return (
    <ConfirmedButton
      action={act("credential/answer")}
      fields={{ kind, id }}
      buttonProps={{ size: "sm", "aria-label": `Take responsibility for ${name}` }}
    >
      Take responsibility…
    </ConfirmedButton>
  );
}
