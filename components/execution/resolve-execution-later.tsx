"use client";

import type { ComponentProps } from "react";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import { Button } from "#components/ui/button";

const ResolveExecution = loadLater(async () => (await import("./resolve-execution.tsx")).ResolveExecution);

/** ResolveExecution for pages that seldom have an uncertain execution. */
export function ResolveExecutionLater(props: ComponentProps<typeof ResolveExecution>) {
  const waiting = (
    <Button variant="outline" size="sm" className="w-fit" disabled>
      Resolve…<span className="sr-only"> {props.what}</span>
    </Button>
  );
  return (
    <AfterLoad fallback={waiting}>
      <ResolveExecution {...props} />
    </AfterLoad>
  );
}
