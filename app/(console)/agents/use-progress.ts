"use client";

import { useState, useTransition } from "react";
import { useLive } from "../../../components/ui/use-live.ts";
import { agentProgress, type Progress } from "./progress.ts";

/** How far a new agent has come, kept up to date while the page is open. */
export function useProgress(agentId: string): Progress | undefined {
  const [progress, setProgress] = useState<Progress>();
  const [, startTransition] = useTransition();
  useLive(`agent/${agentId}`, () => startTransition(async () => setProgress(await agentProgress(agentId))));
  return progress;
}
