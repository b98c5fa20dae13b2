"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useLive } from "#components/live/use-live.ts";

/** Re-renders the page when the topic changes. The first connection is not a change. */
export function RefreshLive({ topic }: { topic: string }) {
  const router = useRouter();
  const isFirst = useRef(true);
  useLive(topic, () => {
    if (!isFirst.current) router.refresh();
    isFirst.current = false;
  });
  return null;
}
