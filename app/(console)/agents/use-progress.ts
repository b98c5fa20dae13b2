"use client";

import { useState, useTransition } from "react";
import { useLive } from "#components/ui/use-live.ts";
import { type AgentProgress, agentProgress } from "./progress.ts";

/** An agent's setup progress, updated while the page is open. */
export function useProgress(agentId: string): AgentProgress | undefined {
  const [progress, setProgress] = useState<AgentProgress>();
  const [, startTransition] = useTransition();
  useLive(`agent/${agentId}`, () => startTransition(async () => setProgress(await agentProgress(agentId))));
  return progress;
}
