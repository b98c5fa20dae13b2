"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type MouseEvent, startTransition } from "react";

type Props = ComponentProps<"a"> & {
  href: string;
  /** False: the reader stays where they are, for a link that changes a choice on the same page. */
  scroll?: boolean;
};

/**
 * A link within the console: an ordinary anchor that, on a plain click, changes the page without loading it anew. In place of next/link,
 * which is 3 KB more of every page for prefetching, and nothing here is prefetched: every page is made fresh when it is asked for.
 */
export function Link({ href, onClick, scroll = true, ...props }: Props) {
  const router = useRouter();
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    startTransition(() => router.push(href, { scroll }));
  }
  return <a href={href} onClick={follow} {...props} />;
}

/** Whether the click means "go there": not to a new tab or window, not to save it, not to another frame. */
function isPlain(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { target, download, origin } = event.currentTarget;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  return (target === "" || target === "_self") && download === "" && origin === window.location.origin;
}
