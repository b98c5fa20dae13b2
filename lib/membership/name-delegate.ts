import { and, inArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { people } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import { requireControlSet } from "#lib/passkeys/control/control-set";
import { activeAdmin, activeApprover } from "#lib/people/active";
import { lockPeople } from "#lib/people/lock-people";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";

const longestDelegationDays = 90;

export interface NewDelegation extends Authority {
  /** The absent person. */
  personId: string;
  /** The person who decides for `personId`. */
  delegateId: string;
  /** Undefined: from now on. */
  startsAt?: Date | undefined;
  endsAt: Date;
}

/**
 * Names a delegate to decide in a person's place between two moments. For the absent person, and
 * for admins, who cannot name themselves. The absent person's choice takes effect immediately,
 * another one after the person's confirmation or some hours
 * (lib/people/delegation-in-effect.ts). Both people and all admins are notified. Where the
 * workspace requires two admins, an admin proposes the delegation.
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found` for others, `invalid_input`
 */
export const nameDelegate = proposable<NewDelegation, { delegationId: string }>(async (db, input) => {
  const { actor, personId, delegateId, endsAt, confirmed, now } = input;
  if (actor.personId !== personId) requireRole(actor, "admin");
  const startsAt = input.startsAt && input.startsAt > now ? input.startsAt : now;
  refuseSpan(startsAt, endsAt);
  if (personId === delegateId) throw refused("You can't delegate to the same person.");
  // Not after another admin's proposal: then two people agreed.
  const isAlone = confirmed === undefined && actor.personId !== personId;
  if (isAlone && actor.personId === delegateId) throw nameYourself();
  const delegationId = newId("dlg", now);
  return db.transaction(async (tx) => {
    const needsTwo = actor.personId !== personId && (await requiresSecondAdmin(tx, input));
    // Locked until the commit: a concurrent suspension waits, and then ends the delegation. The
    // notices lock the admins' rows too.
    await lockPeople(
      tx,
      sql`p.id = any(${sql.param([personId, delegateId])}::text[]) or ${activeAdmin("p")}`,
    );
    await requireBothApprove(tx, [personId, delegateId]);
    if (needsTwo) {
      const starts_at = input.startsAt ? startsAt.toISOString() : null;
      const times = { starts_at, ends_at: endsAt.toISOString() };
      const change = { act: "delegation.name" as const, person: personId, delegate: delegateId, ...times };
      return proposeChange(tx, change, input);
    }
    const isOwn = actor.personId === personId;
    await tx.insert(delegations).values({
      ...{ id: delegationId, personId, delegateId, startsAt, endsAt },
      ...{ createdBy: actor.personId, createdAt: now, confirmedAt: isOwn ? now : null },
      namedBy: isOwn || confirmed ? [] : await namersOf(tx, input),
    });
    const subject = { person: personId, delegate: delegateId, delegation: delegationId };
    const data = {
      starts_at: startsAt.toISOString(),
      ends_at: endsAt.toISOString(),
      ...proposedFacts(confirmed),
    };
    await recordAudit(tx, { type: "delegation.created", actor, subject, data }, now);
    const to = { to: [personId, delegateId], except: [actor.personId] };
    await announce(tx, { kind: "delegate_named", ...to, delegationId, now });
    await notify(tx, "queue");
    return { delegationId };
  });
});

async function namersOf(
  tx: Transaction,
  { actor, confirmedWith }: Pick<NewDelegation, "actor" | "confirmedWith">,
): Promise<string[]> {
  return [...(await requireControlSet(tx, { personId: actor.personId, credentialId: confirmedWith }))];
}

function refuseSpan(startsAt: Date, endsAt: Date): void {
  if (endsAt <= startsAt) throw refused("The end must be later than the start and in the future.");
  if (endsAt > addSeconds(startsAt, longestDelegationDays * 24 * 3600))
    throw refused(`Delegations can last up to ${longestDelegationDays} days.`);
}

/**
 * Checked before a dialog shows both people: an approver must not read names and emails by ID.
 * @throws {CountersignError} `not_found` for another person's delegate unless the actor is an
 * admin; `invalid_input` unless both people are active approvers
 */
export async function requireNameable(
  db: Database | Transaction,
  { actor, personId, delegateId }: Pick<NewDelegation, "actor" | "personId" | "delegateId">,
): Promise<void> {
  if (actor.personId !== personId) requireRole(actor, "admin");
  await requireBothApprove(db, [personId, delegateId]);
}

async function requireBothApprove(db: Database | Transaction, personIds: string[]): Promise<void> {
  const found = await db
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, personIds), activeApprover(people)));
  if (found.length === 2) return;
  throw refused("Both people must be active and have the Approver role.");
}

// An admin who names themself as a delegate would have break-glass without the notices.
function nameYourself(): CountersignError {
  return refused("You can't make yourself someone else's delegate. They, or another admin, have to do it.");
}

function refused(userMessage: string): CountersignError {
  return new CountersignError("invalid_input", "this delegation cannot be", { userMessage });
}
