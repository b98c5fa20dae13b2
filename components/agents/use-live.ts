"use client";

import { useEffect, useEffectEvent } from "react";

/** Calls `look` when the server says that something about the topic changed, and each time the connection is (back) up. */
export function useLive(topic: string, look: () => void): void {
  const onChange = useEffectEvent(look);
  useEffect(() => {
    const source = new EventSource(`/api/live?topic=${encodeURIComponent(topic)}`);
    // Both are messages of the server's; the browser's own "open" event, which comes as well, is none.
    const listener = (event: Event) => {
      if (event instanceof MessageEvent) onChange();
    };
    source.addEventListener("open", listener);
    source.addEventListener("change", listener);
    return () => source.close();
  }, [topic]);
}
