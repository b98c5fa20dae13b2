import { useEffect, useEffectEvent } from "react";

/**
 * Calls `onChange` after a change of a topic of `/api/live`, and once at the topic's start, for an
 * earlier change.
 */
export function useLive(topic: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => subscribe(topic, () => changed()), [topic]);
}

/**
 * Listens as `LiveStream.subscribe`, after the stream's script has loaded. Without a connection the
 * page keeps its values.
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
