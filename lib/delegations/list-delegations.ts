import { and, asc, eq, gt, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { people } from "#db/schema/directory";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A delegation that is not over. */
export interface DelegationView {
  id: string;
  person: { id: string; name: string };
  delegate: { id: string; name: string };
  startsAt: Date;
  endsAt: Date;
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
  return db
    .select({
      id: delegations.id,
      person: { id: delegator.id, name: delegator.name },
      delegate: { id: delegate.id, name: delegate.name },
      startsAt: delegations.startsAt,
      endsAt: delegations.endsAt,
    })
    .from(delegations)
    .innerJoin(delegator, eq(delegator.id, delegations.personId))
    .innerJoin(delegate, eq(delegate.id, delegations.delegateId))
    .where(
      and(
        or(eq(delegations.personId, personId), eq(delegations.delegateId, personId)),
        isNull(delegations.revokedAt),
        gt(delegations.endsAt, now),
      ),
    )
    .orderBy(asc(delegations.startsAt), asc(delegations.id));
}
