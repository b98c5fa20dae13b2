"use client";

import { useEffect, useEffectEvent } from "react";

const retryMilliseconds = 10_000;

/**
 * Calls `onChange` when something about a topic of `/api/live` changed, and each time the stream
 * opens, since a change may have been missed before. Browsers reconnect by themselves after a lost
 * connection; after a refusal we do, and `onChange` finds out why.
 */
export function useLive(topic: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(`/api/live?topic=${encodeURIComponent(topic)}`);
      source.addEventListener("change", () => changed());
      // The server's first message is called "open", like the browser's own event, which does not
      // count.
      source.addEventListener("open", (event) => {
        if (event instanceof MessageEvent) changed();
      });
      source.addEventListener("error", () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        changed();
        timer = setTimeout(open, retryMilliseconds);
      });
    };
    open();
    return () => {
      source?.close();
      clearTimeout(timer);
    };
  }, [topic]);
}
