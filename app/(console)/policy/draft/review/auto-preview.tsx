"use client";

import { useEffect, useRef } from "react";
import { useAction } from "#components/forms/use-action.ts";
import { start } from "./replay-actions.ts";

/** Starts a preview of the last 30 days when the draft has none yet. */
export function AutoPreview() {
  const { send, message } = useAction(start);
  const isStarted = useRef(false);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    const form = new FormData();
    for (const [name, value] of [
      ["span", "days"],
      ["last", "1"],
      ["against", "in_force"],
    ] as const)
      form.set(name, value);
    send(form);
  }, [send]);
  return <p role="status">{message ?? "Comparing with the requests of the last 30 days…"}</p>;
}
