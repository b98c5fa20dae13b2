import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { isAttestationDue, isLapsed } from "#lib/agents/attestation-deadline";
import { addSeconds } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import { activeAdmin, activeApprover } from "#lib/people/active";
import { listAdminIds } from "#lib/people/admins";
import { takeDue } from "./take-due.ts";

type Expiring = {
  kind: "key_expiring" | "tool_key_expiring" | "scim_token_expiring";
  /** The active person responsible; null: the admins are. */
  personId: string | null;
  agentId: string | null;
  days: number;
};

/** Notifies the person responsible for an expiring key or token, 14 and 3 days before. */
export async function remindOfExpiry(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const expiring = await takeDue<Expiring>(tx, due(now), now);
    const admins = expiring.some(({ personId }) => personId === null) ? await listAdminIds(tx) : [];
    for (const { kind, personId, agentId, days } of expiring) {
      const about = { more: days, ...(agentId === null ? {} : { agentId }) };
      await announce(tx, { kind, to: personId === null ? admins : [personId], ...about, now });
    }
  });
}

// A credential with a shorter life than the stage isn't announced at its creation.
function due(now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`
    select c.about, stage.days::text as stage, stage.days, c.kind, c.person_id as "personId", c.agent_id as "agentId"
    from (${credentials}) c join (values (14, 3), (3, 0)) as stage (days, until)
      on c.expires_at <= ${at} + make_interval(days => stage.days) and c.expires_at > ${at} + make_interval(days => stage.until)
        and c.expires_at - c.created_at > make_interval(days => stage.days)`;
}

const credentials = sql`
  select k.id as about, 'key_expiring' as kind, a.owner_id as person_id, a.id as agent_id, k.created_at, k.expires_at
    from agent_keys k join agents a on a.id = k.agent_id join people o on o.id = a.owner_id
    where k.revoked_at is null and k.workload_id is null and a.status <> 'revoked' and ${activeApprover("o")}
  union all
  select t.id, 'tool_key_expiring', p.id, null, t.created_at, t.expires_at
    from tools t left join people p on p.id = t.created_by and ${activeAdmin("p")} where t.revoked_at is null
  union all
  select s.id, 'scim_token_expiring', p.id, null, s.created_at, s.expires_at
    from scim_tokens s left join people p on p.id = s.responsible_admin and ${activeAdmin("p")} where s.revoked_at is null`;

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

/** Notifies both people and all admins of delegations that ended by time. */
export async function announceEndedDelegations(db: Database, now: Date): Promise<void> {
  const ended = sql`
    select v.id as about, 'delegation_ended' as stage, v.person_id as person, v.delegate_id as delegate from delegations v
    where v.revoked_at is null and v.ends_at <= ${now.toISOString()} and v.ends_at > ${addSeconds(now, -newsSeconds).toISOString()}`;
  await db.transaction(async (tx) => {
    for (const { about, person, delegate } of await takeDue<Ended>(tx, ended, now))
      await announce(tx, { kind: "delegation_ended", to: [person, delegate], delegationId: about, now });
  });
}
