"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { unlink } from "../../settings/sso/actions.ts";

const unlinkConfirmed = confirmedAction(
  unlink,
  (form) =>
    `sso/unlink/${form.get("connectionId") as `sso_${string}`}/${form.get("personId") as `per_${string}`}`,
);

export function Unlink(props: { connectionId: string; connection: string; personId: string; name: string }) {
  const { connectionId, connection, personId, name } = props;
  return (
    <ConfirmAction
      action={unlinkConfirmed}
      fields={{ connectionId, personId }}
      trigger="Unlink"
      triggerProps={{ size: "sm", "aria-label": `Unlink ${name} from ${connection}` }}
      title={`Unlink ${name} from ${connection}?`}
      description="Use this when their account at the provider was recreated. The next account with their verified email is linked at its first sign-in, and sessions from this connection end. You'll confirm with your passkey."
      confirm="Unlink"
    />
  );
}
