"use client";

import { later } from "#components/ui/after-load";
import { Button } from "#components/ui/button";

/** ResolveExecution for pages that seldom have an uncertain execution. */
export const ResolveExecutionLater = later(
  async () => (await import("./resolve-execution.tsx")).ResolveExecution,
  ({ what }) => (
    <Button variant="outline" size="sm" className="w-fit" disabled>
      Resolve…<span className="sr-only"> {what}</span>
    </Button>
  ),
);
