"use server";

import { idField } from "#app/web/forms/act";
import { openPage } from "#app/web/open-page";
import { findAgent } from "#lib/agents/find-agent";
import { findFirstRequest } from "#lib/requests/find-first-steps";

export interface AgentProgress {
  hasKey: boolean;
  request: { id: string; state: string } | undefined;
}

/** The setup progress of a new agent, if the viewer may see the agent. */
export async function agentProgress(agent: string): Promise<AgentProgress> {
  const { viewer, db, now } = await openPage();
  const agentId = idField("agt").parse(agent);
  const { usableKeyCount } = await findAgent(db, { viewer, agentId, now });
  return { hasKey: usableKeyCount > 0, request: await findFirstRequest(db, { viewer, agentId, now }) };
}
