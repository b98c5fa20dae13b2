"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { counted } from "#components/text/plural.ts";
import { Icon } from "#components/ui/icon";

/**
 * Notices, as one line on the page of a request: on a phone they would push what is to be approved
 * off the screen.
 */
export function NoticesFold({ count, children }: { count: number; children: ReactNode }) {
  const isRequest = /^\/requests\/req_/.test(usePathname());
  if (!isRequest) return children;
  return (
    <details className="group">
      <summary className="control-height flex w-fit items-center gap-1.5 rounded-md pr-2 font-medium text-sm">
        <Icon name="circle-alert" className="size-4 text-danger" />
        {counted(count, "notification")}
        <span className="inline-block text-muted-foreground group-open:rotate-90" aria-hidden>
          ›
        </span>
      </summary>
      {children}
    </details>
  );
}
