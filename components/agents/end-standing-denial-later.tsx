"use client";

import { later } from "#components/ui/after-load";

/** EndStandingDenial for pages that seldom have one. */
export const EndStandingDenialLater = later(
  async () => (await import("./end-standing-denial.tsx")).EndStandingDenial,
);
