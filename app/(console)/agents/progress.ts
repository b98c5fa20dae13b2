"use server";

import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { findAgent } from "#lib/agents/find-agent";
import { listQueue } from "#lib/requests/list-queue";

export interface Progress {
  hasKey: boolean;
  /** Its newest request, if it ever asked. */
  request: { id: string; state: string } | undefined;
}

/** How far a new agent has come, for whoever may see it. */
export async function agentProgress(agentId: string): Promise<Progress> {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const now = clock();
  const agent = await findAgent(db, { viewer, agentId, now });
  const { items } = await listQueue(db, viewer, { state: "all", agent: agentId }, now);
  return {
    hasKey: agent.usableKeyCount > 0,
    request: items[0] && { id: items[0].id, state: items[0].state },
  };
}
