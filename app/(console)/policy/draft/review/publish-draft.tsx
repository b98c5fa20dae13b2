"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../../components/passkey/confirmation.ts";
import { publish } from "../actions.ts";

const publishConfirmed = confirmedAction(publish, (form) => `policy/publish/${Number(form.get("revision"))}`);

/** Publishing decides what needs approval at all: it takes a passkey, like approving. */
export function PublishDraft({ version, revision }: { version: number; revision: number }) {
  return (
    <ConfirmAction
      action={publishConfirmed}
      fields={{ revision: String(revision) }}
      trigger={`Publish version ${version}`}
      triggerProps={{ variant: "default" }}
      title={`Publish version ${version}?`}
      description="It is in force at once, for every agent. Your browser will ask you to confirm with a passkey."
      consequences={[
        "Waiting requests are looked at again: what is now blocked is cancelled, what is now stricter needs more approvals, nothing gets easier.",
        "Grants not yet redeemed are refused where the new version blocks.",
        "The version can never be changed, only followed by another.",
      ]}
      confirm={`Publish version ${version}`}
      confirmVariant="default"
    />
  );
}
