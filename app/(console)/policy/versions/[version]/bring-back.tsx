"use client";

import { useRouter } from "next/navigation";
import { ConfirmAction } from "#components/forms/confirm-action";
import { bringBack } from "./actions.ts";

/** Puts a version into the draft; publishing it comes after, like for any draft. */
export function BringBack(props: { version: number; revision: number; isDraftChanged: boolean }) {
  const { version, revision, isDraftChanged } = props;
  const router = useRouter();
  return (
    <ConfirmAction
      action={async (previous, form) => {
        const state = await bringBack(previous, form);
        if (state.outcome === "done") router.push("/policy/draft/review");
        return state;
      }}
      fields={{ version: String(version), revision: String(revision) }}
      trigger="Bring back"
      triggerProps={{ variant: "outline" }}
      title={`Bring version ${version} back?`}
      description="It becomes the draft. You can look at it, replay it, and publish it as a new version; nothing is in force before that."
      consequences={isDraftChanged ? ["The changes that are in the draft now are lost."] : []}
      confirm={`Put version ${version} into the draft`}
      confirmVariant={isDraftChanged ? "destructive" : "default"}
    />
  );
}
