import { and, eq, gt, isNull, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";

interface Awaited {
  actor: Viewer;
  delegationId: string;
  now: Date;
}

/**
 * Confirms a delegation that another person named. For the represented person, with a passkey.
 * @throws {CountersignError} `not_found` for other people, and for an ended or confirmed delegation
 */
export async function confirmDelegation(db: Database, awaited: Awaited): Promise<void> {
  const { actor, delegationId, now } = awaited;
  await db.transaction(async (tx) => {
    // One-way: an ended delegation stays ended.
    const [confirmed] = await tx
      .update(delegations)
      .set({ confirmedAt: now })
      .where(isAwaited(awaited))
      .returning({ person: delegations.personId, delegate: delegations.delegateId });
    if (!confirmed) throw notAwaited(awaited);
    const subject = { ...confirmed, delegation: delegationId };
    await recordAudit(tx, { type: "delegation.confirmed", actor, subject }, now);
    await notify(tx, "queue");
  });
}

/** The delegation that the actor may confirm. @throws {CountersignError} `not_found` */
export async function findAwaited(db: Database, awaited: Awaited) {
  const { delegateId, startsAt, endsAt } = delegations;
  const [found] = await db
    .select({ delegateId, startsAt, endsAt })
    .from(delegations)
    .where(isAwaited(awaited));
  if (!found) throw notAwaited(awaited);
  return found;
}

function isAwaited({ actor, delegationId, now }: Awaited): SQL | undefined {
  return and(
    eq(delegations.id, delegationId),
    eq(delegations.personId, actor.personId),
    isNull(delegations.confirmedAt),
    isNull(delegations.revokedAt),
    gt(delegations.endsAt, now),
  );
}

function notAwaited({ actor, delegationId }: Awaited): CountersignError {
  return new CountersignError("not_found", `no delegation ${delegationId} for ${actor.personId} to confirm`, {
    userMessage: "This delegation has already ended or is confirmed. Reload the page.",
  });
}
