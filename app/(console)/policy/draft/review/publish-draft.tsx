"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { shortDigest } from "#components/policy/difference/short-digest.ts";
import { publish } from "./actions.ts";

const publishConfirmed = confirmedAction(publish, (form) => `policy/publish/${form.get("digest")}`);

/**
 * Publishing decides which actions need approval, so publishing takes a passkey, like an approval.
 */
export function PublishDraft(props: { version: number; digest: string; isReplayRunning: boolean }) {
  const { version, digest, isReplayRunning } = props;
  return (
    <ConfirmAction
      action={publishConfirmed}
      fields={{ digest }}
      trigger={`Publish version ${version}`}
      triggerProps={{ variant: "default" }}
      title={`Publish version ${version}?`}
      description={`It goes live immediately for every agent. You'll confirm version ${version} (digest ${shortDigest(digest)}…) with your passkey.`}
      consequences={[
        "Pending requests are evaluated again. Newly blocked ones are cancelled and stricter ones need more approvals. None become easier to approve.",
        "Unused grants are rejected where this version blocks the action.",
        "Published versions can't be edited. To change something, publish another version.",
        ...(isReplayRunning ? ["An impact preview is still running. Publishing won't wait for it."] : []),
      ]}
      confirm={`Publish version ${version}`}
      confirmVariant="default"
    />
  );
}
