"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { call } from "#components/api/call.ts";
import { useLive } from "#components/live/use-live.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Progress } from "#lib/requests/progress";
import { changeSince } from "./change-since.ts";

/**
 * For a request that the viewer does not decide: announces a change, and shows the change only on
 * request.
 */
export function Watch(props: {
  requestId: string;
  viewerId: string;
  progress: Progress;
  renderedAt: string;
}) {
  const { requestId, viewerId, progress, renderedAt } = props;
  const router = useRouter();
  const [latest, setLatest] = useState<{ progress: Progress; of: string }>();
  const [isRefreshing, startRefresh] = useTransition();
  const now = latest?.of === renderedAt ? latest.progress : progress;
  const change = changeSince(progress, now, viewerId)?.title;
  const news = change ?? (now.grant === progress.grant ? "" : `The grant is ${now.grant}`);

  async function look() {
    try {
      setLatest({ progress: await call<Progress>("GET", `/api/queue/${requestId}`), of: renderedAt });
    } catch {
      // Offline or signed out: the page retains its rendered content.
    }
  }
  useLive(`request/${requestId}`, () => void look());

  return (
    <div
      role="status"
      data-grant-changed={now.grant !== progress.grant || undefined}
      className="empty:hidden"
    >
      {news ? (
        <Button
          variant="outline"
          disabled={isRefreshing}
          onClick={() => startRefresh(() => router.refresh())}
        >
          <Icon name="refresh" />
          {news}. Refresh
        </Button>
      ) : null}
    </div>
  );
}
