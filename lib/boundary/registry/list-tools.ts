import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { BoundaryToolState } from "#db/schema/boundaries";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A boundary's tool, accepted and seen: untrusted. */
export interface BoundaryToolView {
  name: string;
  state: BoundaryToolState;
  seenDescription: string | null;
  seenSchema: string | null;
  /** Canonical JSON. Null for a tool not sent yet, or too long for a page. */
  seenText: string | null;
  acceptedText: string | null;
  changedAt: Date;
}

/** Held tools by name, for admins and auditors, else `not_found`. At most `most`: the rest follow later. */
export async function listHeldTools(
  db: Database,
  { viewer, boundaryId, most }: { viewer: Viewer; boundaryId: string; most: number },
): Promise<BoundaryToolView[]> {
  requireRole(viewer, "admin", "auditor");
  const rows = await db.execute<Omit<BoundaryToolView, "changedAt"> & { changedAt: string }>(sql`
    select name, state, seen_description as "seenDescription", seen_schema as "seenSchema", seen_text as "seenText",
      accepted_text as "acceptedText", changed_at as "changedAt"
    from boundary_tools where boundary_id = ${boundaryId} and state in ('added', 'changed')
    order by seen_text is null, name limit ${most}`);
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
}
