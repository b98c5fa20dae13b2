import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";

/** Somebody whom a directory or an identity provider wanted out, and who is still here because that was refused. */
export interface RefusedRemoval {
  person: { id: string; name: string };
  /** When it was wanted last. */
  at: Date;
  /** `last_admin`, or what was wrong with the change, in a word. */
  reason: string;
}

const shownSeconds = 30 * 24 * 3600;

/**
 * Who is still here although a removal was refused within the last thirty days, and who was neither taken out since nor called active again: a
 * leaver may have power here. For admins and auditors, newest first.
 * @throws {CountersignError} `not_found` for others
 */
export async function listRefusedRemovals(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<RefusedRemoval[]> {
  requireRole(viewer, "admin", "auditor");
  const since = firstIdAt("evt", addSeconds(now, -shownSeconds));
  const rows = await db.execute<{ id: string; name: string; at: string; body: string }>(sql`
    select distinct on (p.id) p.id, p.name, e.at, convert_from(e.body, 'UTF8') as body
    from audit_events e join people p on p.id = e.person_id
    where e.type = 'person.removal_refused' and e.id > ${since} and p.status in ('invited', 'active')
      and not exists (select from audit_events l where l.person_id = e.person_id and l.id > e.id
        and l.type in ('person.suspended', 'person.left', 'person.called_active'))
    order by p.id, e.id desc`);
  return rows
    .map(({ id, name, at, body }) => ({ person: { id, name }, at: new Date(at), reason: reasonIn(body) }))
    .sort((one, other) => other.at.getTime() - one.at.getTime());
}

function reasonIn(body: string): string {
  return String((JSON.parse(body) as { data: { reason?: unknown } }).data.reason ?? "");
}
