"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../../components/passkey/confirmation.ts";
import { shortDigest } from "../../../../../components/policy/short-digest.ts";
import { publish } from "./actions.ts";

const publishConfirmed = confirmedAction(publish, (form) => `policy/publish/${form.get("digest")}`);

/** Publishing decides what needs approval at all: it takes a passkey, like approving. */
export function PublishDraft(props: { version: number; digest: string; isReplayRunning: boolean }) {
  const { version, digest, isReplayRunning } = props;
  return (
    <ConfirmAction
      action={publishConfirmed}
      fields={{ digest }}
      trigger={`Publish version ${version}`}
      triggerProps={{ variant: "default" }}
      title={`Publish version ${version}?`}
      description={`It is in force at once, for every agent. Your browser will ask you to confirm version ${version}, digest ${shortDigest(digest)}…, with a passkey.`}
      consequences={[
        "Waiting requests are looked at again: what is now blocked is cancelled, what is now stricter needs more approvals, nothing gets easier.",
        "Grants not yet redeemed are refused where the new version blocks.",
        "The version can never be changed, only followed by another.",
        ...(isReplayRunning
          ? ["A replay is still running: publishing does not wait for what it will show."]
          : []),
      ]}
      confirm={`Publish version ${version}`}
      confirmVariant="default"
    />
  );
}
