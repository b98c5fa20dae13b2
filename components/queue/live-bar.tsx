"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { call, Refusal } from "#components/api/call.ts";
import { AnswerOrder } from "#components/live/answer-order.ts";
import { useLive } from "#components/live/use-live.ts";
import { counted, grouped } from "#components/text/plural.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

/**
 * Shows "3 new requests" after a change of the queue, and loads the requests on demand: nothing moves
 * under the pointer. An empty list loads new requests immediately. At the bottom of the screen, on a
 * phone above the tab bar, so that the bar moves nothing either.
 */
export function LiveBar({ shown, query }: { shown: string[]; query: string }) {
  const router = useRouter();
  const [current, setCurrent] = useState<{ ids: string[]; of: string[] }>();
  const [isOut, setIsOut] = useState(false);
  const [isRefreshing, startRefresh] = useTransition();
  // IDs read for earlier rows do not apply to refreshed rows.
  const isEmpty = shown.length === 0;
  const looks = useRef(new AnswerOrder());
  const news = current?.of.join() === shown.join() ? newsText(queueNews(shown, current.ids)) : "";

  function refresh() {
    startRefresh(() => router.refresh());
  }

  async function look() {
    const isNewest = looks.current.begin();
    try {
      const { ids } = await call<{ ids: string[] }>("GET", `/api/queue?${query}`);
      if (!isNewest()) return;
      setCurrent({ ids, of: shown });
      setIsOut(false);
      if (isEmpty && ids.length > 0) refresh();
    } catch (thrown) {
      setIsOut(thrown instanceof Refusal && thrown.code === "unauthenticated");
    }
  }
  useLive("queue", () => void look());
  const hasButton = news !== "" && !(isEmpty && isRefreshing);

  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-10 flex items-center justify-center *:pointer-events-auto desk:bottom-6 desk:left-[14.5rem] desk:[body:has([data-selection-bar])_&]:bottom-24">
      <span role="status" className="sr-only">
        {news || (isOut ? "You're signed out" : "")}
      </span>
      {isOut ? (
        <Button asChild variant="outline">
          <a href="/signin?next=/queue">You're signed out. Sign in</a>
        </Button>
      ) : hasButton ? (
        <Button
          disabled={isRefreshing}
          onClick={refresh}
          className="not-desk:max-w-[calc(100%-2rem)] not-desk:whitespace-normal not-desk:text-balance"
        >
          <Icon name="refresh" />
          {news} · Show
        </Button>
      ) : null}
    </div>
  );
}

/** What is different between the queue on the screen and the queue there is. */
export interface QueueNews {
  added: number;
  gone: number;
}

/** Compares the IDs on the screen with the current IDs. */
export function queueNews(shown: readonly string[], current: readonly string[]): QueueNews {
  return {
    added: current.filter((id) => !shown.includes(id)).length,
    gone: shown.filter((id) => !current.includes(id)).length,
  };
}

/** "3 new requests, 1 no longer pending"; empty when nothing is different. */
export function newsText({ added, gone }: QueueNews): string {
  if (added === 0) return gone === 0 ? "" : `${counted(gone, "request")} no longer pending`;
  const news = counted(added, "new request");
  return gone === 0 ? news : `${news}, ${grouped(gone)} no longer pending`;
}
