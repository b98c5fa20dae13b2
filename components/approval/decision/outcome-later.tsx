"use client";

import { later } from "#components/ui/after-load";

/** OutcomeNews, which the page of an open request does not need. */
export const OutcomeLater = later(async () => (await import("./outcome-news.tsx")).OutcomeNews);
