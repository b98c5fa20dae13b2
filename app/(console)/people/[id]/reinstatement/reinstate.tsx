"use client";

import { reinstate } from "#app/(console)/people/[id]/actions";
import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { reinstatementAct } from "./reinstatement-act.ts";

const reinstateConfirmed = confirmedAction(reinstate, (form) =>
  reinstatementAct(
    { id: String(form.get("personId")), name: String(form.get("name")) },
    form.get("againstDirectory") === "yes",
  ),
);

/**
 * Ends a suspension. The dialog first lists the people and agents who can act again, and warns an
 * admin who overrides a directory.
 */
export function Reinstate(props: {
  personId: string;
  name: string;
  consequences: string[];
  /** The directory that lists the person as inactive. */
  calledInactiveBy?: string;
}) {
  const { personId, name, consequences, calledInactiveBy } = props;
  return (
    <ConfirmAction
      action={reinstateConfirmed}
      fields={{ personId, name }}
      trigger="Reactivate"
      triggerProps={{ variant: "outline" }}
      title={`Reactivate ${name}?`}
      description="You'll confirm with your passkey. Right away:"
      consequences={consequences}
      condition={
        calledInactiveBy === undefined
          ? undefined
          : {
              name: "againstDirectory",
              label: `${calledInactiveBy} lists them as inactive. Reactivate anyway.`,
            }
      }
      confirm="Reactivate"
      confirmVariant="default"
    />
  );
}
