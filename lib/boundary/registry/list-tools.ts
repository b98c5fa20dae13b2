import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Raw } from "#db/raw";
import type { boundaryTools } from "#db/schema/boundaries";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A boundary's tool, untrusted. A text is canonical JSON; null when not sent yet, or too long. */
export type BoundaryToolView = Pick<
  typeof boundaryTools.$inferSelect,
  "name" | "state" | "seenDescription" | "seenSchema" | "seenText" | "acceptedText" | "changedAt"
>;

/** Held tools by name, for admins and auditors, else `not_found`. At most `most`: the rest follow later. */
export async function listHeldTools(
  db: Database,
  { viewer, boundaryId, most }: { viewer: Viewer; boundaryId: string; most: number },
): Promise<BoundaryToolView[]> {
  requireRole(viewer, "admin", "auditor");
  const rows = await db.execute<Raw<BoundaryToolView>>(sql`
    select name, state, seen_description as "seenDescription", seen_schema as "seenSchema", seen_text as "seenText",
      accepted_text as "acceptedText", changed_at as "changedAt"
    from boundary_tools where boundary_id = ${boundaryId} and state in ('added', 'changed')
    order by seen_text is null, name limit ${most}`);
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
}
