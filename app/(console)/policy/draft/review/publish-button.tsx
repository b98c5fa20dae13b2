"use client";

import { useEffect, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import type { Question } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { usePreviewStart } from "./preview-start.tsx";

export type PreviewState = "running" | "done" | "missing";

/** The longest wait for the impact preview: an admin may publish without it. */
const previewMilliseconds = 10_000;

/**
 * Publishes or proposes the reviewed version, after the impact preview, or without a preview that
 * failed or takes long. The review around the button is the question: a dialog asks again only if
 * the server's question differs.
 */
export function PublishButton(props: {
  isFirst: boolean;
  digest: string;
  question: Question;
  preview: PreviewState;
}) {
  const { isFirst, digest, question } = props;
  const preview = usePreviewState(props.preview);
  const isWaiting = useWait(preview === "running" ? digest : undefined);
  const withoutPreview = `${isFirst ? "Propose" : "Publish"} without preview`;
  const isReady = useIsReady();
  const form = useConfirmedAction(act(isFirst ? "policy/propose" : "policy/publish"), question);
  return (
    <ConfirmedActForm
      form={form}
      fields={{ digest }}
      className="-mx-4 -mb-4 sm:-mx-5 sm:-mb-5 sticky bottom-0 z-10 grid gap-2 border-t bg-card px-4 py-3 sm:px-5"
    >
      <FormMessage message={form.message} />
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <p className="mr-auto text-muted-foreground text-sm">You'll confirm with your passkey.</p>
        <SubmitButton disabled={!isReady || isWaiting} working="Waiting for your passkey…">
          {isWaiting ? "Waiting for preview…" : preview === "done" ? question.confirm : withoutPreview}
        </SubmitButton>
      </div>
    </ConfirmedActForm>
  );
}

/** The state on the server, corrected by a start of the preview that failed. */
function usePreviewState(preview: PreviewState): PreviewState {
  const [start] = usePreviewStart();
  if (preview !== "running" || start === "starting") return preview;
  return start === "nothing" ? "done" : "missing";
}

/** Whether the draft's preview is still worth waiting for. Undefined once the preview ended. */
function useWait(running: string | undefined): boolean {
  const [late, setLate] = useState<string>();
  useEffect(() => {
    if (running === undefined) return;
    const timer = setTimeout(() => setLate(running), previewMilliseconds);
    return () => clearTimeout(timer);
  }, [running]);
  return running !== undefined && running !== late;
}
