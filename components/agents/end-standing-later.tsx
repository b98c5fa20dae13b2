"use client";

import { later } from "#components/ui/after-load";

/** EndStanding for pages that seldom have one. */
export const EndStandingLater = later(async () => (await import("./end-standing.tsx")).EndStanding);
