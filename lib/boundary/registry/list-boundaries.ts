import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Raw } from "#db/raw";
import type { boundaries } from "#db/schema/boundaries";
import { noBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { addSeconds } from "#lib/kernel/clock";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface BoundaryView
  extends Omit<typeof boundaries.$inferSelect, "publicKey" | "reportId" | "nextPart" | "createdBy"> {
  tools: { accepted: number; added: number; changed: number; gone: number };
  /** The calls of the last 7 days by outcome, as the redemptions named the boundary. */
  calls: { expected: number; done: number; failed: number; uncertain: number };
}

const callSeconds = 7 * 24 * 3600;
/** Live boundaries first, newest first. */
const mostListed = 200;

/** The boundaries, for admins and auditors, else `not_found`. */
export function listBoundaries(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<BoundaryView[]> {
  requireRole(viewer, "admin", "auditor");
  return readBoundaries(db, { boundaryId: null, now });
}

/** One boundary, for admins and auditors, else `not_found`. */
export async function findBoundary(
  db: Database,
  { viewer, boundaryId, now }: { viewer: Viewer; boundaryId: string; now: Date },
): Promise<BoundaryView> {
  requireRole(viewer, "admin", "auditor");
  const [boundary] = await readBoundaries(db, { boundaryId, now });
  if (boundary) return boundary;
  throw noBoundary(boundaryId);
}

async function readBoundaries(
  db: Database,
  { boundaryId, now }: { boundaryId: string | null; now: Date },
): Promise<BoundaryView[]> {
  const since = addSeconds(now, -callSeconds).toISOString();
  const rows = await db.execute<Raw<BoundaryView>>(sql`
    select b.id, b.name, b.held_tools as "heldTools", b.kind, b.version, b.upstream, b.server, b.mapping_digest as "mappingDigest",
      b.created_at as "createdAt", b.enrolled_at as "enrolledAt", b.last_contact_at as "lastContactAt", b.revoked_at as "revokedAt",
      (select json_build_object('accepted', count(*) filter (where state = 'accepted'), 'added', count(*) filter (where state = 'added'),
        'changed', count(*) filter (where state = 'changed'), 'gone', count(*) filter (where state = 'gone'))
        from boundary_tools where boundary_id = b.id) as tools,
      (select json_build_object('expected', count(*) filter (where state = 'expected'), 'done', count(*) filter (where state = 'done'),
        'failed', count(*) filter (where state = 'failed'), 'uncertain', count(*) filter (where state = 'uncertain'))
        from executions where boundary_id = b.id and started_at >= ${since}) as calls
    from boundaries b where ${boundaryId}::text is null or b.id = ${boundaryId}
    order by b.revoked_at is not null, b.id desc limit ${mostListed}`);
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    enrolledAt: dateOf(row.enrolledAt),
    lastContactAt: dateOf(row.lastContactAt),
    revokedAt: dateOf(row.revokedAt),
  }));
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
