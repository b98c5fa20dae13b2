"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { setRequirement } from "./actions.ts";

const confirmed = confirmedAction(setRequirement, (form) =>
  form.get("to") === "require" ? "workspace/sso/require" : "workspace/sso/release",
);

/** The switch between single sign-on as an offer and as the only way in. */
export function Requirement({ isRequired }: { isRequired: boolean }) {
  if (isRequired) {
    return (
      <ConfirmAction
        action={confirmed}
        fields={{ to: "release" }}
        trigger="Stop requiring it"
        triggerProps={{ variant: "outline" }}
        title="Stop requiring single sign-on?"
        description="Everybody can sign in with a passkey again. Your browser will ask you to confirm with one."
        confirm="Stop requiring it"
        confirmVariant="default"
      />
    );
  }
  return (
    <ConfirmAction
      action={confirmed}
      fields={{ to: "require" }}
      trigger="Require single sign-on"
      triggerProps={{ variant: "default" }}
      title="Require single sign-on?"
      description="From their next sign-in on, people whose address a connection covers come in through it and no longer with a passkey alone. Your browser will ask you to confirm with a passkey."
      consequences={[
        "Approving goes on to take a passkey.",
        "Admins can still sign in with a passkey, so that a broken provider locks nobody out. Each time is recorded and listed here.",
        "People whose address no connection covers sign in as before.",
      ]}
      confirm="Require it"
      confirmVariant="default"
    />
  );
}
