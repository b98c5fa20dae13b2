"use client";

import { useRouter } from "next/navigation";
import { useState, useSyncExternalStore, useTransition } from "react";
import { call } from "#components/api/call.ts";
import { LiveValue } from "#components/live/live-value.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";

/** The element of the list of notifications (`NoticesPanel`). */
export const noticesPanelId = "notifications";

export interface BellProps {
  personId: string;
  newest: string | null;
  /** The number of entries, with the entries behind dismissed ones. */
  count: number;
  isUrgent: boolean;
}

/** The list of notifications. New notices have a dot, and are read at the opening of the list. */
export function Bell({ personId, newest, count, isUrgent, className }: BellProps & { className?: string }) {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const { subscribe, get } = newestNotice(personId);
  const arrived = useSyncExternalStore(subscribe, get, () => undefined);
  // The list may begin with an older notice later, once the newest was dismissed or no longer applies.
  const [shown, setShown] = useState(newest);
  const seen = newestSeen(shown, newest);
  if (seen !== shown) setShown(seen);
  const hasNew = !isReading && isNewer(arrived, seen);
  return (
    <>
      <button
        type="button"
        popoverTarget={noticesPanelId}
        onClick={() => {
          if (!hasNew) return;
          startReading(() => {
            setShown(arrived ?? null);
            router.refresh();
          });
        }}
        className={cn(
          "relative grid shrink-0 place-items-center rounded-md text-muted-foreground hover:text-foreground",
          className,
        )}
      >
        <Icon name="bell" className="size-5" />
        <span className="sr-only">Notifications</span>
        {count > 0 || hasNew ? <Count of={count} isUrgent={isUrgent} hasNew={hasNew} /> : null}
      </button>
      <span role="status" className="sr-only">
        {hasNew ? "New notification" : ""}
      </span>
    </>
  );
}

function Count({ of, isUrgent, hasNew }: { of: number; isUrgent: boolean; hasNew: boolean }) {
  const text = of > 9 ? "9+" : String(of);
  return (
    <span
      className={cn(
        "absolute top-1 right-0.5 min-w-4 rounded-full px-1 font-semibold text-[0.6875rem] leading-4 tabular-nums",
        isUrgent ? "bg-danger-soft text-danger" : "bg-info-soft text-info",
      )}
    >
      {hasNew ? <span aria-hidden>•</span> : text}
      <span className="sr-only">{hasNew ? "new" : ""}</span>
    </span>
  );
}

let current: { personId: string; newest: LiveValue<string | null> } | undefined;

/** The ID of the viewer's newest unseen notice, shared by all components of the tab. */
function newestNotice(personId: string): LiveValue<string | null> {
  if (current?.personId !== personId)
    current = { personId, newest: new LiveValue(`person/${personId}`, readNewest) };
  return current.newest;
}

/** Whether a notice is newer than the newest in the shown list. IDs sort by time. */
export function isNewer(newest: string | null | undefined, seen: string | null): boolean {
  return (newest ?? "") > (seen ?? "");
}

/** The newest notice ever shown in the list; the list may begin with an older notice now. */
export function newestSeen(seen: string | null, shown: string | null): string | null {
  return isNewer(shown, seen) ? shown : seen;
}

async function readNewest(): Promise<string | null> {
  const { newest } = await call<{ newest: string | null }>("GET", "/api/notices");
  return newest;
}
