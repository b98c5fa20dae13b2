import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { breakGlassApprovalsOf } from "#lib/voiding/ended-approvals";
import { isOpenGrantOn } from "#lib/voiding/void-approvals";

/**
 * Counts the unredeemed break-glass grants that would end with a person's admin role. For admins,
 * else `not_found`.
 */
export async function foreseeEndOfAdmin(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<{ breakGlassNotice: number }> {
  requireRole(actor, "admin");
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from grants g where ${isOpenGrantOn(breakGlassApprovalsOf(personId), now)}`);
  return { breakGlassNotice: row?.count ?? 0 };
}
