import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { type Actor, actorId, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { announce } from "#lib/notices/announce";
import { activeAdmin } from "#lib/people/active";
import { inEffect } from "#lib/people/delegation-in-effect";
import { lockPeople } from "#lib/people/lock-people";
import type { Viewer } from "#lib/sessions/session";
import { voidApprovals } from "#lib/voiding/void-approvals";

/**
 * Ends a delegation. The delegate's approvals under it become void: unredeemed grants are revoked,
 * and pending requests lose the approvals (invariants 8 and 17). For both people, and for admins.
 * The others are notified.
 * @throws {CountersignError} `not_found`, also for an ended delegation
 */
export async function revokeDelegation(
  db: Database,
  { actor, delegationId, now }: { actor: Viewer; delegationId: string; now: Date },
): Promise<void> {
  const own = or(eq(delegations.personId, actor.personId), eq(delegations.delegateId, actor.personId));
  const readable = actor.roles.includes("admin") ? undefined : own;
  await db.transaction(async (tx) => {
    // People before delegations, as in offboarding: the notices lock their rows.
    const people = sql`select unnest(array[person_id, delegate_id]) from delegations where id = ${delegationId}`;
    await lockPeople(tx, sql`p.id in (${people}) or ${activeAdmin("p")}`);
    const which = and(eq(delegations.id, delegationId), readable);
    const [over] = await end(tx, which, { actor, except: [actor.personId], now });
    if (over) {
      const ended = approvalsWithoutDelegation(over.person, over.delegate);
      return voidApprovals(tx, { ended, reason: "delegation_ended", actor, now });
    }
    throw new CountersignError("not_found", `no open delegation ${delegationId} for ${actor.personId}`, {
      userMessage: "This delegation has already ended. Reload the page.",
    });
  });
}

/**
 * Ends the delegations from and to a person whose access ends. The transaction voids all approvals
 * by and for the person, after locking the agents, which come before the requests.
 */
export async function endDelegationsOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const which = or(eq(delegations.personId, personId), eq(delegations.delegateId, personId));
  // Admins' rows come before the person's locked row: the person gets no notice.
  await end(tx, which, { actor, except: [personId, actorId(actor)], skipsLocked: true, now });
}

/** Ends what a former admin named alone, if unconfirmed. @returns approvals to void. */
export async function endDelegationsNamedBy(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<SQL[]> {
  const which = and(isNull(delegations.confirmedAt), sql`${personId} = any(${delegations.namedBy})`);
  const over = await end(tx, which, { actor, except: [personId, actorId(actor)], skipsLocked: true, now });
  return over.flatMap(({ person, delegate }) => approvalsWithoutDelegation(person, delegate));
}

interface Ending {
  actor: Actor;
  /** People who aren't notified. */
  except: string[];
  skipsLocked?: boolean;
  now: Date;
}

// One-way: an ended delegation stays ended.
async function end(
  tx: Transaction,
  which: SQL | undefined,
  { actor, except, skipsLocked = false, now }: Ending,
): Promise<{ person: string; delegate: string }[]> {
  const ended = await tx
    .update(delegations)
    .set({ revokedAt: now })
    .where(and(which, isNull(delegations.revokedAt), gt(delegations.endsAt, now)))
    .returning({
      delegation: delegations.id,
      person: delegations.personId,
      delegate: delegations.delegateId,
    });
  await recordAudits(
    tx,
    ended.map((subject) => ({ type: "delegation.revoked" as const, actor, subject })),
    now,
  );
  for (const { delegation: delegationId, person, delegate } of ended) {
    const to = { to: [person, delegate], except, skipsLocked };
    await announce(tx, { kind: "delegation_ended", ...to, delegationId, now });
  }
  if (ended.length > 0) await notify(tx, "queue");
  return ended;
}

function approvalsWithoutDelegation(personId: string, delegateId: string): SQL[] {
  return [
    sql`d.person_id = ${delegateId} and d.for_person_id = ${personId} and not exists (
      select from delegations dl where dl.person_id = d.for_person_id and dl.delegate_id = d.person_id
        and ${sql.raw(inEffect("dl", "d.created_at"))})`,
  ];
}
