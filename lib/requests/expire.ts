import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { deleteExpiries } from "#lib/expiries/expiries";

/** Rows ended per transaction: few, for short locks. */
const batch = 200;
const actor = { type: "system", id: "expire" } as const;

/** Expires requests, any number of times; grants expire without a write (lib/voiding/open-grant.ts). */
export async function expireDue(db: Database, now: Date): Promise<void> {
  let count: number;
  do count = await db.transaction((tx) => expireRequests(tx, now));
  while (count === batch);
  await deleteExpiries(db, now);
}

// SKIP LOCKED: a concurrent decision of a request checks the time itself.
async function expireRequests(tx: Transaction, now: Date): Promise<number> {
  const rows = await tx.execute<{ id: string; agent_id: string; owner_id: string }>(fragment`
    update requests set state = 'expired', close_reason = 'timed_out', closed_at = ${now.toISOString()}
    where id in (select id from requests where state = 'pending' and closed_at is null and expires_at <= ${now.toISOString()}
      order by expires_at limit ${batch} for update skip locked)
    returning id, agent_id, owner_id`);
  const facts = rows.map(({ id, agent_id, owner_id }) => {
    const subject = { request: id, agent: agent_id, person: owner_id };
    return { type: "request.expired" as const, actor, subject };
  });
  await recordAudits(tx, facts, now);
  await notifyOfRequests(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.length;
}
