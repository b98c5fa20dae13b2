"use server";

import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireViewer } from "#app/web/viewer";
import { findAgent } from "#lib/agents/find-agent";
import { findFirstRequest } from "#lib/requests/find-first-request";

export interface AgentProgress {
  hasKey: boolean;
  /** The agent's first request, if there is one. */
  request: { id: string; state: string } | undefined;
}

/** The setup progress of a new agent, for a viewer who may see the agent. */
export async function agentProgress(agent: string): Promise<AgentProgress> {
  const viewer = await requireViewer();
  const agentId = idField("agt").parse(agent);
  const { db, clock } = runtime();
  const now = clock();
  const { usableKeyCount } = await findAgent(db, { viewer, agentId, now });
  return { hasKey: usableKeyCount > 0, request: await findFirstRequest(db, { viewer, agentId, now }) };
}
