"use client";

import { later } from "#components/ui/after-load";

/** The frame's later parts, above the page, because a skeleton takes the page's place. */
export const ExtrasLater = later(async () => (await import("./extras.tsx")).Extras);
