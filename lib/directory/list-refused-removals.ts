import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";

/** Somebody whom a directory or an identity provider wanted out, and who is still here because nobody else was an active admin. */
export interface RefusedRemoval {
  person: { id: string; name: string };
  /** When it was wanted last. */
  at: Date;
}

const shownSeconds = 30 * 24 * 3600;

/**
 * Who is still an active admin although a removal was refused within the last thirty days: a leaver may have power here. For admins and
 * auditors.
 * @throws {CountersignError} `not_found` for others
 */
export async function listRefusedRemovals(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<RefusedRemoval[]> {
  requireRole(viewer, "admin", "auditor");
  const since = firstIdAt("evt", addSeconds(now, -shownSeconds));
  const lastAt = sql`max(${auditEvents.at})`.mapWith(auditEvents.at);
  return db
    .select({ person: { id: people.id, name: people.name }, at: lastAt })
    .from(auditEvents)
    .innerJoin(people, eq(people.id, auditEvents.personId))
    .where(
      and(
        eq(auditEvents.type, "person.removal_refused"),
        gt(auditEvents.id, since),
        eq(people.status, "active"),
        sql`'admin' = any(${people.roles})`,
      ),
    )
    .groupBy(people.id, people.name)
    .orderBy(desc(lastAt));
}
