"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
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
        trigger="Stop requiring"
        triggerProps={{ variant: "outline" }}
        title="Stop requiring single sign-on?"
        description="Everyone will be able to sign in with a passkey again. You'll confirm with your passkey."
        confirm="Stop requiring"
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
      description="From their next sign-in, people in a connected domain must use single sign-on instead of a passkey. You'll confirm with your passkey."
      consequences={[
        "Approving still requires a passkey.",
        "If your provider is down, admins can use break-glass to sign in with a passkey. Each use is logged and listed here.",
        "People outside connected domains aren't affected.",
      ]}
      confirm="Require"
      confirmVariant="default"
    />
  );
}
