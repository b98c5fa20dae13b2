"use client";

import { useRouter } from "next/navigation";
import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";

/** Copies an earlier version to the draft, to be published like any draft. */
export function RestoreVersion(props: {
  version: number;
  revision: number;
  isDraftChanged: boolean;
  trigger?: string;
}) {
  const { version, revision, isDraftChanged } = props;
  const router = useRouter();
  return (
    <ConfirmAction
      action={async (previous, form) => {
        const state = await act("draft/restore-version")(previous, form);
        if (state.outcome === "done") router.push("/policy/draft/review");
        return state;
      }}
      fields={{ version: String(version), revision: String(revision) }}
      trigger={props.trigger ?? "Restore…"}
      triggerProps={{ variant: "outline" }}
      title={`Restore version ${version}?`}
      description="Its contents replace the draft. You can review, preview and publish it as a new version. Nothing goes live before that."
      consequences={isDraftChanged ? ["Unpublished changes in the draft are lost."] : []}
      confirm="Restore to draft"
      confirmVariant={isDraftChanged ? "destructive" : "default"}
    />
  );
}
