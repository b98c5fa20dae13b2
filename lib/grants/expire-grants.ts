import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { recordAudits } from "#lib/audit/record";

/**
 * Expires up to `limit` unredeemed grants whose time has passed. SKIP LOCKED: a concurrent
 * redemption checks the time itself.
 * @returns the number of grants.
 */
export async function expireGrants(
  tx: Transaction,
  { limit, now }: { limit: number; now: Date },
): Promise<number> {
  const rows = await tx.execute<{ id: string; request_id: string; agent_id: string }>(sql`
    update grants set state = 'expired', closed_at = ${now.toISOString()}
    where id in (select id from grants where state = 'issued' and expires_at <= ${now.toISOString()}
      order by expires_at limit ${limit} for update skip locked)
    returning id, request_id, agent_id`);
  const facts = rows.map(({ id, request_id, agent_id }) => {
    const actor = { type: "system" as const, id: "expire" };
    const subject = { request: request_id, agent: agent_id, grant: id };
    return { type: "grant.expired" as const, actor, subject };
  });
  await recordAudits(tx, facts, now);
  return rows.length;
}
