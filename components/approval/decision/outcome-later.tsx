"use client";

import { later } from "#components/ui/after-load";

/** OutcomeNews, which the page of a request that can be decided does not need. */
export const OutcomeLater = later(async () => (await import("./outcome-news.tsx")).OutcomeNews);
