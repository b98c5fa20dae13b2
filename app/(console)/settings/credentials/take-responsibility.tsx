import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { takeResponsibility } from "./actions.ts";

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
      action={takeResponsibility}
      fields={{ kind, id }}
      buttonProps={{ variant: "outline", size: "sm", "aria-label": `Take responsibility for ${name}` }}
    >
      Take responsibility…
    </ConfirmedButton>
  );
}
