"use client";

import { useEffect, useEffectEvent } from "react";
import { subscribe } from "./live-later.ts";

/**
 * Calls `onChange` when something about a topic of `/api/live` changed, and once when the topic
 * begins to be heard, since a change may have been missed before.
 */
export function useLive(topic: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => subscribe(topic, () => changed()), [topic]);
}
