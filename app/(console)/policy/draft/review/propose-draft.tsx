"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../../components/passkey/confirmation.ts";
import { shortDigest } from "../../../../../components/policy/short-digest.ts";
import { propose } from "./actions.ts";

const proposeConfirmed = confirmedAction(propose, (form) => `policy/propose/${form.get("digest")}`);

/** Where publishing takes two admins, the first of them proposes. */
export function ProposeDraft({ version, digest }: { version: number; digest: string }) {
  return (
    <ConfirmAction
      action={proposeConfirmed}
      fields={{ digest }}
      trigger={`Propose version ${version}`}
      triggerProps={{ variant: "default" }}
      title={`Propose version ${version}?`}
      description={`Publishing takes two admins here. You confirm version ${version}, digest ${shortDigest(digest)}…, with a passkey; another admin then publishes exactly that.`}
      consequences={["Nothing changes until then.", "Any change to the draft ends the proposal."]}
      confirm={`Propose version ${version}`}
      confirmVariant="default"
    />
  );
}
