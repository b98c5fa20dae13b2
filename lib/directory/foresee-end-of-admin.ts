import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { brokenGlassOf } from "#lib/agents/ended-approvals";
import { isOpenGrantOn } from "#lib/agents/void-approvals";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";

/**
 * Says how many unredeemed grants, approved by breaking the glass, taking the role of admin from a person would revoke at this moment. Reads
 * and changes nothing. For admins.
 * @throws {CountersignError} `not_found` for others
 */
export async function foreseeEndOfAdmin(
  db: Database,
  { actor, personId }: { actor: Viewer; personId: string },
): Promise<{ brokenGlass: number }> {
  requireRole(actor, "admin");
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from grants g where ${isOpenGrantOn(brokenGlassOf(personId))}`);
  return { brokenGlass: row?.count ?? 0 };
}
