"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { call } from "#components/api/call.ts";
import { useLive } from "#components/live/use-live.ts";
import type { Progress } from "#lib/requests/progress";

/**
 * For a request that the viewer does not decide: brings what changed onto the page, in place. There
 * is nothing on the page that a person could be about to sign.
 */
export function Watch({ requestId, progress }: { requestId: string; progress: Progress }) {
  const router = useRouter();
  const shown = JSON.stringify(progress);

  async function look() {
    try {
      const now = await call<Progress>("GET", `/api/queue/${requestId}`);
      if (JSON.stringify(now) !== shown) startTransition(() => router.refresh());
    } catch {
      // Offline or signed out: the page retains its rendered content.
    }
  }
  useLive(`request/${requestId}`, () => void look());
  return null;
}
