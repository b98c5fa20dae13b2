import { sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { capacitiesOf } from "#lib/approvals/capacities";
import { loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { decidableRows } from "#lib/approvals/visibility";

/** The most that is counted: a page shows "99+" from here on. */
const mostCounted = 100;

/** How many pending requests a person may decide at this moment, up to {@link mostCounted}. */
export async function countDecidable(db: Database, personId: string, now: Date): Promise<number> {
  return (await listDecidable(db, personId, { most: mostCounted, now })).length;
}

/**
 * The IDs of the pending requests that a person may decide at this moment, soonest to expire first.
 * Reads at most `most` requests: later ones follow as these are decided.
 */
export async function listDecidable(
  db: Database,
  personId: string,
  { most, now }: { most: number; now: Date },
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select r.id ${decidableRows(personId, now)}
    order by r.expires_at, r.id limit ${most}`);
  if (rows.length === 0) return [];
  const eligible = await loadEligibleApproversOf(
    clientOf(db),
    rows.map(({ id }) => ({ requestId: id, now })),
  );
  return rows
    .filter((_, index) => {
      const each = eligible[index];
      return each !== undefined && capacitiesOf(each, personId, now).length > 0;
    })
    .map(({ id }) => id);
}

/** A person's place among the requests that they may decide, from one of these requests. */
export interface DecisionQueue {
  /** The place of the request, from 1; undefined when the person may not decide it. */
  position: number | undefined;
  /** How many requests the person may decide, at most 100. */
  count: number;
  /** The requests before and after. After the last comes none. */
  previous: string | undefined;
  next: string | undefined;
}

/**
 * Where a request stands among those that a person may decide, soonest to expire first. For a request
 * that the person may not decide, or not anymore, the next is the first of all.
 */
export async function findDecisionQueue(
  db: Database,
  { personId, requestId, now }: { personId: string; requestId: string; now: Date },
): Promise<DecisionQueue> {
  const ids = await listDecidable(db, personId, { most: mostCounted, now });
  const index = ids.indexOf(requestId);
  return {
    position: index < 0 ? undefined : index + 1,
    count: ids.length,
    previous: index < 0 ? undefined : ids[index - 1],
    next: ids[index + 1],
  };
}
