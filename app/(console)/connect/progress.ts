"use server";

import { openPage } from "#app/web/open-page";
import { findAgent } from "#lib/agents/find-agent";
import { type FirstCallProgress, findFirstCall } from "#lib/requests/find-first-call";
import { awaited, type Connected } from "./connected.ts";

/** How far an agent is that was connected, if the viewer may see the agent. */
export async function firstCallProgress(awaits: Connected["awaits"]): Promise<FirstCallProgress> {
  const { viewer, db, now } = await openPage();
  const { since, ...of } = awaited.parse(awaits);
  await findAgent(db, { viewer, agentId: of.agentId, now });
  return findFirstCall(db, { viewer, ...of, since: new Date(since), now });
}
