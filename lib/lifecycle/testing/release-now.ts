import { inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import type { Viewer } from "#lib/sessions/session";
import { releaseHolds } from "../release-holds.ts";

/** Ends the holds of agents as they are now. For tests only. */
export async function releaseNow(
  db: Database,
  { agentIds, ...by }: { actor: Viewer; agentIds: string[]; now: Date },
): Promise<void> {
  const { id, heldAt } = agents;
  const rows = await db.select({ agentId: id, heldAt }).from(agents).where(inArray(id, agentIds));
  await releaseHolds(db, { ...by, holds: rows.map((row) => ({ ...row, heldAt: row.heldAt ?? by.now })) });
}
