import { and, asc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { people } from "#db/schema/directory";
import {
  effectiveAt,
  isAwaited,
  isNamedByItsDelegate,
  needsConfirmation,
} from "#lib/people/delegation-in-effect";
import { vouchersNow } from "#lib/people/passkey-vouchers";
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
    /** Whether one person could have named the delegate and have the delegate's passkey. */
    isTied: boolean;
    /** Who can confirm the delegate's passkey: the viewer, or another admin. */
    passkeyConfirmer: "viewer" | "admin" | null;
    namedBy: string;
  } | null;
}

/** Open delegations from and to a person, soonest first. For the person, admins and auditors. */
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
      isConfirmed: sql<boolean>`${isNotNull(delegations.confirmedAt)}`,
      effectiveAt: sql<Date | null>`${sql.raw(effectiveAt("delegations"))}`.mapWith(delegations.startsAt),
      isTied: sql<boolean>`${sql.raw(isNamedByItsDelegate("delegations"))}`,
      needsConfirmation: sql<boolean>`${sql.raw(needsConfirmation("delegations"))}`,
      vouchers: sql<
        string[]
      >`array(select unnest(${sql.raw(vouchersNow)}) from passkeys p where p.person_id = ${delegations.delegateId})`,
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
  return rows.map(
    ({
      isConfirmed,
      effectiveAt: until,
      isTied,
      needsConfirmation: isNeeded,
      vouchers,
      namedBy,
      ...rest
    }) => {
      if (!isAwaited({ isConfirmed, effectiveAt: until }, now)) return { ...rest, awaited: null };
      const mayConfirm =
        viewer.roles.includes("admin") &&
        viewer.personId !== rest.delegate.id &&
        !vouchers.includes(viewer.personId);
      const passkeyConfirmer = !isTied || isNeeded ? null : mayConfirm ? "viewer" : "admin";
      return { ...rest, awaited: { until, isTied, passkeyConfirmer, namedBy: namedBy ?? "An admin" } };
    },
  );
}
