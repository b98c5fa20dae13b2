"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useLive } from "../../../../components/ui/use-live.ts";

/** Renders the page anew when the topic changes. The first connection says nothing new. */
export function RefreshLive({ topic }: { topic: string }) {
  const router = useRouter();
  const isFirst = useRef(true);
  useLive(topic, () => {
    if (!isFirst.current) router.refresh();
    isFirst.current = false;
  });
  return null;
}
