import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";
import type { CredentialKind } from "./credential-acts.ts";

/** Revokes a credential. `name` completes the button's accessible name; the rest is the dialog. */
export function RevokeCredential({
  kind,
  id,
  name,
  ...dialog
}: {
  kind: CredentialKind;
  id: string;
  name: string;
  title: string;
  description: string;
  confirm: string;
}) {
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
