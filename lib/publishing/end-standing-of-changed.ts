import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { concerns } from "#lib/policy/language/rule";
import type { Difference } from "#lib/policy/versions/compare";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endStandingApprovals, isOpen } from "#lib/voiding/end-standing-approvals";

/** The standing approvals of an action type that a publication ends. */
export interface EndedOfType {
  type: string;
  count: number;
  /** The requests that they approved. None is older than 30 days, because a standing approval isn't either. */
  approved: number;
}

/** Foresees what {@link endStandingOfChanged} ends, most requests first. For admins, else `not_found`. */
export async function foreseeEndedStanding(
  db: Database,
  { viewer, difference, now }: { viewer: Viewer; difference: Difference; now: Date },
): Promise<EndedOfType[]> {
  requireRole(viewer, "admin");
  return listOfChanged(db, difference, now);
}

/** Ends the standing approvals of action types that a publication changes, or a rule of them. */
export async function endStandingOfChanged(
  tx: Transaction,
  difference: Difference,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const ended = (await listOfChanged(tx, difference, now)).map(({ type }) => type);
  if (ended.length === 0) return;
  const which = sql`s.action_type = any(${sql.param(ended)}::text[])`;
  await endStandingApprovals(tx, { which, reason: "policy_changed", actor, now });
}

async function listOfChanged(
  db: Database | Transaction,
  { added, removed, changed, actionTypes, defaultOutcome, unclassified }: Difference,
  now: Date,
): Promise<EndedOfType[]> {
  const rules = [...added, ...removed, ...changed.flatMap(({ before, after }) => [before, after])];
  const types = new Set([
    ...actionTypes.removed.map(({ type }) => type),
    ...actionTypes.changed.map(({ before }) => before.type),
  ]);
  const isChanged = (type: string) =>
    defaultOutcome !== undefined ||
    unclassified !== undefined ||
    types.has(type) ||
    rules.some((rule) => concerns(rule, type));
  const open = await db.execute<EndedOfType & Record<string, unknown>>(sql`
    select s.action_type as type, count(*)::int as count, sum(s.count)::int as approved
    from standing_approvals s where ${isOpen(now)} group by s.action_type order by approved desc, type`);
  return open.filter(({ type }) => isChanged(type));
}
