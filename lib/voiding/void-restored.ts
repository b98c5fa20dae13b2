import { asc, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { chunksOf } from "#lib/kernel/chunks";
import { endStandingOn } from "./end-standing-approvals.ts";
import { endStandingDenials } from "./end-standing-denials.ts";
import { voidAuthority } from "./void-authority.ts";

const agentsPerStatement = 1000;

/**
 * Ends what was open in a database that was restored: a grant may have been redeemed after the backup was
 * made, and a pending request approved (invariant 5). Before a process serves it.
 */
export async function voidRestored(
  db: Database,
  now: Date,
): Promise<{ requestsCancelled: number; grantsRevoked: number }> {
  const actor = { type: "system", id: "restore" } as const;
  return await db.transaction(async (tx) => {
    const all = await tx.select({ id: agents.id }).from(agents).orderBy(asc(agents.id)).for("update");
    // One may have been ended after the backup was made.
    await endStandingDenials(tx, { ended: [sql`true`], reason: "restored", actor, now });
    await endStandingOn(tx, { ended: [sql`true`], reason: "restored", actor, now });
    const ended = { requestsCancelled: 0, grantsRevoked: 0 };
    for (const chunk of chunksOf(all, agentsPerStatement)) {
      const agentIds = chunk.map(({ id }) => id);
      const counts = await voidAuthority(tx, { agentIds, reason: "restored", actor, now });
      ended.requestsCancelled += counts.requestsCancelled;
      ended.grantsRevoked += counts.grantsRevoked;
    }
    return ended;
  });
}
