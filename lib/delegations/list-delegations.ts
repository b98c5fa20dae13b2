import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { people } from "#db/schema/directory";
import { confirmationHours, isNamedByItsDelegate } from "#lib/approvals/delegation-in-effect";
import { addSeconds } from "#lib/clock";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A delegation that is not over. */
export interface DelegationView {
  id: string;
  person: { id: string; name: string };
  delegate: { id: string; name: string };
  startsAt: Date;
  endsAt: Date;
  /** Set while the delegation waits for the represented person's confirmation. */
  awaited: {
    /** When the delegation takes effect without a confirmation; null for never. */
    until: Date | null;
    /** Whether one person could both have named the delegate and have a passkey of theirs. */
    isTied: boolean;
    /** The admin who named the delegate. */
    namedBy: string;
  } | null;
}

/**
 * The current and future delegations from and to a person, soonest first. For the person, admins
 * and auditors.
 * @throws {CountersignError} `not_found` for others
 */
export async function listDelegations(
  db: Database,
  { viewer, personId, now }: { viewer: Viewer; personId: string; now: Date },
): Promise<DelegationView[]> {
  if (viewer.personId !== personId) requireRole(viewer, "admin", "auditor");
  const delegator = alias(people, "delegator");
  const delegate = alias(people, "delegate");
  const namer = alias(people, "namer");
  const rows = await db
    .select({
      id: delegations.id,
      person: { id: delegator.id, name: delegator.name },
      delegate: { id: delegate.id, name: delegate.name },
      startsAt: delegations.startsAt,
      endsAt: delegations.endsAt,
      createdAt: delegations.createdAt,
      confirmedAt: delegations.confirmedAt,
      isTied: sql<boolean>`${sql.raw(isNamedByItsDelegate("delegations"))}`,
      namedBy: namer.name,
    })
    .from(delegations)
    .innerJoin(delegator, eq(delegator.id, delegations.personId))
    .innerJoin(delegate, eq(delegate.id, delegations.delegateId))
    .leftJoin(namer, eq(namer.id, delegations.createdBy))
    .where(
      and(
        or(eq(delegations.personId, personId), eq(delegations.delegateId, personId)),
        isNull(delegations.revokedAt),
        gt(delegations.endsAt, now),
      ),
    )
    .orderBy(asc(delegations.startsAt), asc(delegations.id));
  return rows.map(({ createdAt, confirmedAt, isTied, namedBy, ...delegation }) => {
    const earliest = Math.max(
      delegation.startsAt.getTime(),
      addSeconds(createdAt, confirmationHours * 3600).getTime(),
    );
    const until = isTied || earliest >= delegation.endsAt.getTime() ? null : new Date(earliest);
    const isAwaited = confirmedAt === null && (until === null || until > now);
    return { ...delegation, awaited: isAwaited ? { until, isTied, namedBy: namedBy ?? "An admin" } : null };
  });
}
