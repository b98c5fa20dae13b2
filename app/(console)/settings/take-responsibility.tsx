import { act } from "#app/(console)/acts/act";
import { ConfirmedButton } from "#components/passkey/confirmed-button";

interface Props {
  kind: "scim_token" | "event_source";
  id: string;
  name: string;
  responsibleAdmin: { id: string };
  viewerId: string;
}

/** The button that makes the viewer the responsible admin of a credential; none if they are. */
export function TakeResponsibility({ kind, id, name, responsibleAdmin, viewerId }: Props) {
  if (responsibleAdmin.id === viewerId) return null;
  return (
    <ConfirmedButton
      action={act("credential/answer")}
      fields={{ kind, id }}
      buttonProps={{ variant: "outline", size: "sm", "aria-label": `Take responsibility for ${name}` }}
    >
      Take responsibility…
    </ConfirmedButton>
  );
}
