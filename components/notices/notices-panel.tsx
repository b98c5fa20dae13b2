"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { noticesPanelId } from "./bell.tsx";

/** The bell's list, over the page. A followed link closes the list. */
export function NoticesPanel({ children }: { children: ReactNode }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("a")) element.hidePopover();
    };
    element.addEventListener("click", onClick);
    return () => element.removeEventListener("click", onClick);
  }, []);
  return (
    <section
      ref={panel}
      id={noticesPanelId}
      popover="auto"
      tabIndex={-1}
      aria-label="Notifications"
      className="fixed inset-x-2 top-[calc(4rem+env(safe-area-inset-top))] m-0 max-h-[min(40rem,calc(100dvh-9rem))] w-auto overflow-y-auto rounded-lg border bg-card p-2 text-foreground shadow-lg outline-none desk:top-4 desk:right-auto desk:left-[15rem] desk:w-[26rem]"
    >
      <h2 className="px-1.5 pt-1 pb-2 font-semibold text-sm">Notifications</h2>
      {children}
    </section>
  );
}
