import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { isAttestationDue, isLapsed } from "#lib/agents/attestation-deadline";
import { addSeconds } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import { activeApprover } from "#lib/people/active";
import { takeDue } from "./take-due.ts";

/** How long before the quarantine an owner is reminded again, in seconds. */
const lastSeconds = 3 * 24 * 3600;

type Reviewed = { ownerId: string };

/** Notifies owners of due ownership reviews, again three days before quarantine, once for all agents. */
export async function remindOfOwnershipReviews(db: Database, now: Date): Promise<void> {
  const stages = [
    ["ownership_review_due", isAttestationDue(now)],
    ["ownership_review_lapsing", isLapsed(addSeconds(now, lastSeconds))],
  ] as const;
  for (const [kind, isDue] of stages) {
    await db.transaction(async (tx) => {
      const reviewed = await takeDue<Reviewed>(tx, dueReviews(kind, isDue), now);
      const owners = new Set(reviewed.map(({ ownerId }) => ownerId));
      if (owners.size > 0) await announce(tx, { kind, to: owners, now });
    });
  }
}

// An agent's next review is a new stage, begun by the owner's confirmation.
function dueReviews(kind: string, isDue: SQL): SQL {
  return sql`
    select ${agents.id} as about, ${kind}::text || ' ' || extract(epoch from ${agents.attestedAt})::text as stage, p.id as "ownerId"
    from ${agents} join people p on p.id = ${agents.ownerId}
    where ${agents.status} = 'active' and ${activeApprover("p")} and ${isDue}`;
}

/** Notifies all admins of orphaned agents, once for all of a leaver's agents. */
export async function announceOrphaned(db: Database, now: Date): Promise<void> {
  const orphaned = sql`
    select a.id as about, 'agent_orphaned ' || a.owner_epoch as stage
    from agents a join people p on p.id = a.owner_id where a.status = 'quarantined' and not ${activeApprover("p")}`;
  await db.transaction(async (tx) => {
    const found = await takeDue(tx, orphaned, now);
    if (found.length > 0) await announce(tx, { kind: "agent_orphaned", now });
  });
}

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
