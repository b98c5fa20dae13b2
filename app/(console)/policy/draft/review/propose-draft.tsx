"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { shortDigest } from "#components/policy/difference/short-digest.ts";
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
      description={`This workspace requires two admins. You'll confirm version ${version} (digest ${shortDigest(digest)}…) with your passkey. Another admin then publishes exactly that version.`}
      consequences={["Nothing changes until then.", "Editing the draft cancels the proposal."]}
      confirm={`Propose version ${version}`}
      confirmVariant="default"
    />
  );
}
