import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { boundaries } from "#db/schema/boundaries";
import { recordAudit } from "#lib/audit/record";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { withdrawCodes } from "./issue-code.ts";
import { noBoundary } from "./lock-live-boundary.ts";

/** Ends a boundary, which then holds every tool. For admins. @throws `not_found`, also for a revoked one */
export async function revokeBoundary(
  db: Database,
  { actor, boundaryId, now }: { actor: Viewer; boundaryId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const revoked = await tx
      .update(boundaries)
      .set({ revokedAt: now })
      .where(and(eq(boundaries.id, boundaryId), isNull(boundaries.revokedAt)))
      .returning({ id: boundaries.id });
    if (revoked.length === 0) throw noBoundary(boundaryId);
    await withdrawCodes(tx, boundaryId);
    await recordAudit(tx, { type: "boundary.revoked", actor, subject: { boundary: boundaryId } }, now);
  });
}
