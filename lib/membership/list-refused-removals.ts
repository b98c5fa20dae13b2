import type postgres from "postgres";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface RefusedRemoval {
  person: { id: string; name: string };
  at: Date;
  /** `last_admin`, or the error of the change, in a word. */
  reason: string;
}

interface RefusedRemovals {
  /** The newest twenty. */
  removals: RefusedRemoval[];
  /** The number of refusals; a thousand means at least a thousand. */
  count: number;
}

/** How long a refusal is listed, when nothing ends the matter. */
export const shownSeconds = 30 * 24 * 3600;
const shown = 20;
/** What is counted is looked at. */
export const countedRemovals = 1000;
/** A directory with many refused requests must not slow the page. */
const newestEvents = 10_000;

/**
 * People whose removal was refused within the last thirty days, and who were neither removed nor
 * listed as active since: a leaver may have power here. Newest first. For admins and auditors.
 * @throws {CountersignError} `not_found` for others
 */
export async function listRefusedRemovals(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<RefusedRemovals> {
  requireRole(viewer, "admin", "auditor");
  const rows = await db.$client<Row[]>`${refusedRemovalsQuery(db.$client, now)}`;
  const removals = rows.map(({ id, name, at, body }) => ({
    person: { id, name },
    at: new Date(at),
    reason: reasonIn(body),
  }));
  return { removals, count: rows[0]?.count ?? 0 };
}

/** The newest refusals by one index, each without a later event by another. */
export function refusedRemovalsQuery(sql: postgres.Sql, now: Date) {
  const since = firstIdAt("evt", addSeconds(now, -shownSeconds));
  return sql`
    with newest as materialized (
      select e.id, e.at, e.person_id, e.body from audit_events e
      where e.type = 'person.removal_refused' and e.id > ${since}
      order by e.id desc limit ${newestEvents}
    ), open as materialized (
      select p.id, p.name, e.id as event, e.at, e.body from newest e join people p on p.id = e.person_id
      where p.status in ('invited', 'active') and e.id = (
        select l.id from audit_events l where l.person_id = e.person_id
          and l.type in ('person.removal_refused', 'person.suspended', 'person.left', 'person.called_active')
        order by l.id desc limit 1)
      order by e.id desc limit ${countedRemovals}
    )
    select id, name, at, convert_from(body, 'UTF8') as body, (select count(*)::int from open) as count
    from open order by event desc limit ${shown}`;
}

interface Row {
  id: string;
  name: string;
  at: string;
  body: string;
  count: number;
}

function reasonIn(body: string): string {
  return String((JSON.parse(body) as { data: { reason?: unknown } }).data.reason ?? "");
}
