import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { StandingEnd } from "#db/schema/requests";
import { type Actor, actorId, recordAudits } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import { isAmong } from "./ended-approvals.ts";
import { revokeApproved } from "./revoke-approved.ts";

/** A standing approval that nothing was drawn from ends after these days. */
export const idleDays = 7;
/** Who draws, and ends a standing approval that no person ended, in the audit log. */
export const standingActor = { type: "system", id: "standing-approval" } as const;

interface Ending {
  reason: StandingEnd;
  /** The request that ends it, for the record. */
  requestId?: string;
  actor: Actor;
  now: Date;
}

/**
 * Ends the standing approvals among these, and revokes the unredeemed grants of their draws, each recorded;
 * their people hear of it, unless they did it themselves. They stay ended: only a new signature lets requests run again (invariant 17).
 * @param which a condition on the alias `s`
 * @returns how many ended
 */
export async function endStandingApprovals(
  tx: Transaction,
  { which, ...ending }: Ending & { which: SQL },
): Promise<number> {
  return end(tx, sql`select s.id from standing_approvals s where ${isOpen(ending.now)} and ${which}`, ending);
}

/** The same, for the agents and types of requests, also of one that is being signed. */
export async function endStandingOfTypes(
  tx: Transaction,
  requestIds: string[],
  ending: Ending,
): Promise<number> {
  const ofRequests = sql`requests r where r.id = any(${sql.param(requestIds)}::text[])`;
  await lockSigning(tx, sql`(select distinct r.agent_id, r.action_type from ${ofRequests}) as asked`);
  const which = sql`(s.agent_id, s.action_type) in (select r.agent_id, r.action_type from ${ofRequests})`;
  const [requestId, ...others] = requestIds;
  return endStandingApprovals(tx, {
    which,
    ...ending,
    ...(requestId && others.length === 0 && { requestId }),
  });
}

/** The same, by conditions on the approval `d` of each: its person, its capacity, its passkey; and its request `r`. */
export async function endStandingOn(
  tx: Transaction,
  { ended, ...ending }: Ending & { ended: SQL[] },
): Promise<number> {
  return end(
    tx,
    sql`select s.id from standing_approvals s join approvals b on b.id = s.approval_id join requests r on r.id = b.request_id
      cross join lateral (select b.id, b.request_id, b.decision, b.capacity, b.for_person_id, s.person_id, s.credential_id, s.created_at) d
      where ${isOpen(ending.now)} and ${isAmong(ended)}`,
    ending,
  );
}

/** Ends those that rest on a request of a boundary: its tools, or how their calls become actions, changed. */
export async function endStandingOfBoundary(
  tx: Transaction,
  boundaryId: string,
  by: Pick<Ending, "actor" | "now">,
): Promise<void> {
  const which = sql`s.approval_id in (
    select b.id from approvals b join requests r on r.id = b.request_id where r.boundary_id = ${boundaryId})`;
  await endStandingApprovals(tx, { which, reason: "tool_changed", ...by });
}

/**
 * Ends those that a crash left to end, those whose last day is over, and those that nothing was drawn from for
 * long. The grants of the draws of the latter two stay usable.
 */
export async function endLapsedStanding(db: Database, now: Date): Promise<void> {
  const ended = {
    outside_bounds: sql`s.ending_request_id is not null`,
    expired: sql`s.expires_at <= ${now.toISOString()}`,
    idle: sql`coalesce(s.last_drawn_at, s.created_at) < ${addSeconds(now, -idleDays * 86_400).toISOString()}`,
  };
  for (const reason of ["outside_bounds", "expired", "idle"] as const) {
    const ids = sql`select s.id from standing_approvals s where s.ended_at is null and ${ended[reason]}`;
    await db.transaction((tx) => end(tx, ids, { reason, actor: standingActor, now }));
  }
}

/**
 * Lets one of a signature and an event that ends what it signs commit first, so that the signature sees the
 * event, or the event ends what was signed.
 * @param ofTypes a table of `agent_id` and `action_type`
 */
export async function lockSigning(tx: Transaction, ofTypes: SQL): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(name, 0)) from (
      select 'standing/' || agent_id || '/' || action_type as name from ${ofTypes} order by name) ordered`);
}

/** Whether the standing approval `s` hasn't ended or expired. */
export function isOpen(now: Date): SQL {
  return sql`(s.ended_at is null and s.expires_at > ${now.toISOString()})`;
}

async function end(tx: Transaction, ids: SQL, { reason, requestId, actor, now }: Ending): Promise<number> {
  const by = "personId" in actor ? actor.personId : null;
  const rows = await tx.execute<{ id: string; agent: string; person: string }>(sql`
    with these as (select id from standing_approvals where id in (${ids}) and ended_at is null order by id for update)
    update standing_approvals s set ended_at = ${now.toISOString()}, end_reason = ${reason}, ended_by = ${by}
    from these where s.id = these.id returning s.id, s.agent_id as agent, s.person_id as person`);
  const facts = rows.map(({ id, agent, person }) => ({
    ...{ type: "standing_approval.ended" as const, actor, data: { reason } },
    subject: { standing_approval: id, agent, person, request: requestId },
  }));
  await recordAudits(tx, facts, now);
  const drawn = sql`d.standing_approval_id = any(${sql.param(rows.map(({ id }) => id))}::text[])`;
  if (rows.length > 0 && reason !== "expired" && reason !== "idle")
    await revokeApproved(tx, { ended: [drawn], reason, actor, now });
  for (const { agent, person } of rows.filter((row) => row.person !== actorId(actor)))
    await announce(tx, { kind: "standing_approval_ended", to: [person], agentId: agent, now });
  return rows.length;
}
