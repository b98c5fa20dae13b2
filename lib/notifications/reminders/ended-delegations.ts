import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import { takeDue } from "./take-due.ts";

/** How long ago a delegation may have ended, in seconds: older ends are no news after an upgrade. */
const newsSeconds = 24 * 3600;

type Ended = { about: string; person: string; delegate: string };

/**
 * Notifies both people and all admins of delegations that ended by time
 * (lib/membership/end-delegations.ts).
 */
export async function announceEndedDelegations(db: Database, now: Date): Promise<void> {
  const ended = sql`
    select v.id as about, 'delegation_ended' as stage, v.person_id as person, v.delegate_id as delegate from delegations v
    where v.revoked_at is null and v.ends_at <= ${now.toISOString()} and v.ends_at > ${addSeconds(now, -newsSeconds).toISOString()}`;
  await db.transaction(async (tx) => {
    for (const { about, person, delegate } of await takeDue<Ended>(tx, ended, now))
      await announce(tx, { kind: "delegation_ended", to: [person, delegate], delegationId: about, now });
  });
}
