import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { openPage, orNotFound, titledBy } from "#app/web/open-page";
import { findAgent } from "#lib/agents/find-agent";
import { listDailyOutcomes } from "#lib/agents/list-daily-outcomes";

export interface AgentParams {
  params: Promise<{ id: string }>;
}

/** The agent and the viewer, read once for the title, the header and the tab. */
export const loadAgent = cache(async (id: string) => {
  const { viewer, db, now } = await openPage();
  const agent = await orNotFound(findAgent(db, { viewer, agentId: id, now }));
  return { agent, viewer, now, isAdmin: viewer.roles.includes("admin") };
});

/** The agent's requests by day, read once for the header and the chart. */
export const loadDays = cache(async (id: string) => {
  const { agent, now } = await loadAgent(id);
  return listDailyOutcomes(runtime().db, { agentId: agent.id, now });
});

export const titleOf = titledBy(async (id) => (await loadAgent(id)).agent.name);
