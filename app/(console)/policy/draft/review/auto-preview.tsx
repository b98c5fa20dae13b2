"use client";

import { useEffect, useRef } from "react";
import { act } from "#app/(console)/acts/act";
import { useAction } from "#components/forms/use-action.ts";
import { usePreviewStart } from "./preview-start.tsx";
import { StartReplayForm } from "./start-replay-form.tsx";

/** Starts a draft's first preview. Asks first, if a new preview would end another admin's preview. */
export function AutoPreview() {
  const { send, message, result } = useAction(act("replay/start-automatically"));
  const [, setStart] = usePreviewStart();
  const isStarted = useRef(false);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    send(new FormData());
  }, [send]);
  const isMissing = result?.isOtherRunning || message !== undefined;
  useEffect(() => {
    setStart(result?.isEmpty ? "nothing" : isMissing ? "missing" : "starting");
    return () => setStart("starting");
  }, [result, isMissing, setStart]);
  if (result?.isOtherRunning)
    return (
      <>
        <p role="status">Another admin's preview is running. A new preview cancels it.</p>
        <StartReplayForm isAgain={false} />
      </>
    );
  if (result?.isEmpty)
    return (
      <p role="status">There were no requests in the last 30 days, so there's nothing to compare with.</p>
    );
  return <p role="status">{message ?? "Comparing with the requests of the last 30 days…"}</p>;
}
