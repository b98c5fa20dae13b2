"use client";

import type { ComponentProps } from "react";
import { AfterLoad, loadLater } from "#components/ui/after-load";

const OutcomeNews = loadLater(async () => (await import("./outcome-news.tsx")).OutcomeNews);

/** OutcomeNews, which the page of a request that can be decided does not need. */
export function OutcomeLater(props: ComponentProps<typeof OutcomeNews>) {
  return (
    <AfterLoad>
      <OutcomeNews {...props} />
    </AfterLoad>
  );
}
