"use server";

import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { openPage } from "#app/web/open-page";
import { findAgent } from "#lib/agents/find-agent";
import { type FirstCallProgress, findFirstCall } from "#lib/requests/find-first-call";

const since = z.iso.datetime().transform((text) => new Date(text));

/** How far an agent is that was connected, if the viewer may see the agent. */
export async function firstCallProgress(agent: string, from: string): Promise<FirstCallProgress> {
  const { viewer, db, now } = await openPage();
  const agentId = idField("agt").parse(agent);
  await findAgent(db, { viewer, agentId, now });
  return findFirstCall(db, { viewer, agentId, since: since.parse(from), now });
}
