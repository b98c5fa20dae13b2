import { useEffect, useEffectEvent } from "react";

/** Calls `onChange` after a change of a topic, and once at the start, for an earlier change. */
export function useLive(topic: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => subscribe(topic, () => changed()), [topic]);
}

/** As `LiveStream.subscribe`, after the stream's script has loaded. Offline, the page keeps its values. */
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
