"use client";

import type { ComponentProps } from "react";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import { Button } from "#components/ui/button";

const HoldAgent = loadLater(async () => (await import("./hold-agent.tsx")).HoldAgent);

/** HoldAgent for notices, which are on every page and seldom about a flooding agent. */
export function HoldAgentLater(props: ComponentProps<typeof HoldAgent>) {
  const waiting = (
    <Button variant="outline" size={props.size} disabled>
      Hold agent…<span className="sr-only"> {props.agent.name}</span>
    </Button>
  );
  return (
    <AfterLoad fallback={waiting}>
      <HoldAgent {...props} />
    </AfterLoad>
  );
}
