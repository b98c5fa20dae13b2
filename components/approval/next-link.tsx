"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useEffect, useTransition } from "react";
import { call } from "#components/api/call.ts";
import { Button } from "#components/ui/button";
import { isPlainClick } from "#components/ui/link";
import { beginNavigation } from "#components/ui/navigation-progress.ts";

/**
 * A link to the next request that needs the viewer. On a plain click the server says which one: the
 * request of the link may have been withdrawn or decided since the page was read. Not a page that
 * redirects: Next would remember where it led.
 */
export function NextLink({ id, children }: { id: string; children: ReactNode }) {
  const router = useRouter();
  const [isLoading, startLoading] = useTransition();
  const href = hrefOf(id);
  useEffect(() => (isLoading ? beginNavigation(href) : undefined), [isLoading, href]);
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    if (!isPlainClick(event, event.currentTarget)) return;
    event.preventDefault();
    startLoading(async () => router.push(await findNext().catch(() => href)));
  }
  return (
    <Button asChild className="w-fit">
      <a href={href} onClick={follow} data-shortcut="next">
        {children}
      </a>
    </Button>
  );
}

async function findNext(): Promise<string> {
  const { id } = await call<{ id: string | null }>("GET", "/api/queue/next");
  return id === null ? "/queue" : hrefOf(id);
}

function hrefOf(id: string): string {
  return `/requests/${id}`;
}
