import { sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { capacitiesOf } from "#lib/approvals/counting/capacities";
import { loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { decidableRows } from "#lib/approvals/visibility";

/** The most that is counted: a page shows "99+" from here on. */
const mostCounted = 100;

/** How many pending requests a person may decide at this moment, up to {@link mostCounted}. */
export async function countDecidable(db: Database, personId: string, now: Date): Promise<number> {
  return (await listDecidable(db, personId, { most: mostCounted, now })).length;
}

const mostListed = 500;
/** How many requests are read at a time, at least, and at most in all. */
const leastBatch = 100;
const mostRead = 2_000;

/**
 * The IDs of pending requests that a person may decide, soonest to expire first, at most `most`, or
 * 500. Readable requests for other people to decide are read past: an agent with many of them hides
 * no request.
 */
export async function listDecidable(
  db: Database,
  personId: string,
  { most = mostListed, now }: { most?: number; now: Date },
): Promise<string[]> {
  const decidable: string[] = [];
  const size = Math.max(most, leastBatch);
  let after: string | undefined;
  for (let read = 0; decidable.length < most && read < mostRead; read += size) {
    const ids = await readBatch(db, personId, { after, size, now });
    decidable.push(...(await decidableAmong(db, personId, { ids, now })));
    after = ids.at(-1);
    if (ids.length < size) break;
  }
  return decidable.slice(0, most);
}

async function readBatch(
  db: Database,
  personId: string,
  { after, size, now }: { after: string | undefined; size: number; now: Date },
): Promise<string[]> {
  const beyond = after
    ? sql`and (r.expires_at, r.id) > (select expires_at, id from requests where id = ${after})`
    : sql``;
  const rows = await db.execute<{ id: string }>(sql`
    select r.id ${decidableRows(personId, now)} ${beyond}
    order by r.expires_at, r.id limit ${size}`);
  return rows.map(({ id }) => id);
}

async function decidableAmong(
  db: Database,
  personId: string,
  { ids, now }: { ids: string[]; now: Date },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const eligible = await loadEligibleApproversOf(
    clientOf(db),
    ids.map((requestId) => ({ requestId, now })),
  );
  return ids.filter((_, index) => {
    const each = eligible[index];
    return each !== undefined && capacitiesOf(each, personId, now).length > 0;
  });
}

export interface DecisionQueue {
  /** From 1; undefined for an undecidable request, or behind 100 others. */
  position: number | undefined;
  /** How many requests the person may decide, at most 100. */
  count: number;
  /** The requests before and after. After the last comes none. */
  previous: string | undefined;
  next: string | undefined;
}

/** A request's place among the decidable ones, soonest first; for another, the first is next. */
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
