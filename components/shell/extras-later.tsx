"use client";

import { later } from "#components/ui/after-load";

/** What the frame loads after the page: above the page, because a skeleton takes its place. */
export const ExtrasLater = later(async () => (await import("./extras.tsx")).Extras);
