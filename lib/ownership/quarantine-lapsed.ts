import type { Database } from "#db/client";
import { quarantineLapsedAgents } from "#lib/lifecycle/quarantine-agents";

/** Agents quarantined per transaction: few, for short locks. */
const batch = 100;
const actor = { type: "system", id: "lapsed-attestations" } as const;

/** Quarantines agents with a lapsed review, any number of times, anywhere. @returns how many. */
export async function quarantineLapsed(db: Database, now: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const agentIds = await db.transaction((tx) => quarantineLapsedAgents(tx, { limit: batch, actor, now }));
    total += agentIds.length;
    if (agentIds.length < batch) return total;
  }
}
