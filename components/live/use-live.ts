import { useEffect, useEffectEvent } from "react";

/**
 * Calls `onChange` when something about a topic of `/api/live` changed, and once when the topic
 * begins to be heard, since a change may have been missed before.
 */
export function useLive(topic: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => subscribe(topic, () => changed()), [topic]);
}

/**
 * Listens as `LiveStream.subscribe` does, once the stream's script has loaded after the page. Without
 * it, for example without a connection, the page shows what it was read with.
 */
export function subscribe(topic: string, onChange: () => void): () => void {
  let stop: (() => void) | undefined;
  let hasLeft = false;
  import("./live-stream.ts").then(
    ({ liveStream }) => {
      if (!hasLeft) stop = liveStream().subscribe(topic, onChange);
    },
    () => {},
  );
  return () => {
    hasLeft = true;
    stop?.();
  };
}
