"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { proposeEnd, requireTwo } from "./actions.ts";

const requireConfirmed = confirmedAction(requireTwo, () => "workspace/second-admin/require");
const proposeConfirmed = confirmedAction(proposeEnd, () => "workspace/second-admin/propose-end");

export function RequireTwo() {
  return (
    <ConfirmAction
      action={requireConfirmed}
      fields={{}}
      trigger="Require two admins"
      triggerProps={{ variant: "default" }}
      title="Require two admins for changes that loosen control?"
      description="You'll confirm with your passkey. From now on:"
      consequences={[
        "One admin proposes a change that loosens control and another confirms it.",
        "Open invitation and recovery links for admins and approvers no longer work.",
        "These changes aren't possible with only one active admin. Keep at least three admins.",
        "Turning this off will also require two admins.",
      ]}
      confirm="Require two admins"
      confirmVariant="default"
    />
  );
}

export function ProposeEnd() {
  return (
    <ConfirmAction
      action={proposeConfirmed}
      fields={{}}
      trigger="Turn off…"
      triggerProps={{ variant: "outline" }}
      title="Propose turning off the two-admin requirement?"
      description="Nothing changes until another admin confirms. You'll confirm with your passkey."
      confirm="Propose turning off"
      confirmVariant="default"
    />
  );
}
