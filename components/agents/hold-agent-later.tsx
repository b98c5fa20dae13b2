"use client";

import { later } from "#components/ui/after-load";
import { Button } from "#components/ui/button";

/** HoldAgent for notices: every page has notices, and few are about a flooding agent. */
export const HoldAgentLater = later(
  async () => (await import("./hold-agent.tsx")).HoldAgent,
  ({ size, agent }) => (
    <Button variant="outline" size={size} disabled>
      Hold agent…<span className="sr-only"> {agent.name}</span>
    </Button>
  ),
);
