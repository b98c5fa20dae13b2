"use client";

import { useRouter } from "next/navigation";
import { useSyncExternalStore, useTransition } from "react";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { isNewer, newestNotice } from "./newest-notice.ts";

/**
 * Offers to show notices that arrived since the page was rendered. They appear above the page's
 * content, so they wait for a click: nothing moves under the pointer.
 */
export function NewNotices(props: { personId: string; shown: string | null; className?: string }) {
  const { personId, shown, className } = props;
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const { subscribe, get } = newestNotice(personId);
  const newest = useSyncExternalStore(subscribe, get, () => undefined);

  function show() {
    window.scrollTo({ top: 0 });
    startRefresh(() => router.refresh());
  }
  return (
    <div role="status" className={className}>
      {isNewer(newest, shown) ? (
        <Button variant="outline" size="sm" disabled={isRefreshing} onClick={show}>
          <Icon name="info" />
          Show notifications
        </Button>
      ) : null}
    </div>
  );
}
