"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type MouseEvent, useEffect, useTransition } from "react";
import { cn } from "./cn.ts";
import { beginNavigation } from "./navigation-progress.ts";

type Props = ComponentProps<"a"> & {
  href: string;
  /** False: the reader keeps the place, for a link that changes a choice on the page. */
  scroll?: boolean;
  /** The address for a plain click, without scrolling: the same page as a sheet over this page. */
  sheetHref?: string;
  /** Asked on a plain click for the address to open instead. If it fails, `href` is opened. */
  findHref?: () => Promise<string>;
};

/**
 * A link within the console: an anchor that, on a plain click, changes the page without a full load.
 * Replaces next/link, and its 3 KB for prefetching. With `data-early`, its page is fetched a moment
 * early (`components/shell/early-pages.tsx`).
 */
export function Link({ href, onClick, scroll = true, sheetHref, findHref, ...props }: Props) {
  const router = useRouter();
  const [isLoading, startLoading] = useTransition();
  useEffect(() => (isLoading ? beginNavigation(href) : undefined), [isLoading, href]);
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    if (event.defaultPrevented || !isPlainClick(event, event.currentTarget)) return;
    event.preventDefault();
    if (findHref) void openFound(event.currentTarget, findHref);
    else startLoading(() => router.push(sheetHref ?? href, { scroll: scroll && !sheetHref }));
  }
  // Outside the transition: other navigations would wait for the answer. The reader's later act wins.
  async function openFound(link: HTMLAnchorElement, find: () => Promise<string>) {
    const { href: here } = window.location;
    const end = beginNavigation(href);
    const found = await Promise.race([find(), after(longestFindMilliseconds, href)]).catch(() => href);
    end();
    if (link.isConnected && window.location.href === here) startLoading(() => router.push(found, { scroll }));
  }
  return <a href={href} onClick={follow} data-loading={isLoading || undefined} {...props} />;
}

/** A link among words. `isTall`: alone on its line, with room for a finger. */
export function TextLink({ isTall, ...link }: Props & { isTall?: boolean }) {
  return (
    <Link {...link} className={cn(isTall && "touch-target", "text-link underline underline-offset-3")} />
  );
}

/** How long a click waits for the answer of `findHref`. */
const longestFindMilliseconds = 2000;

function after<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));
}

type Click = Pick<MouseEvent, "button" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey">;

/** Whether a click navigates here: not to a new tab or window, a download, or another frame. */
export function isPlainClick(event: Click, link: HTMLAnchorElement): boolean {
  const { target, origin } = link;
  const isDownload = link.hasAttribute("download");
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  return (target === "" || target === "_self") && !isDownload && origin === window.location.origin;
}
