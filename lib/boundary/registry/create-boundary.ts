import type { Database } from "#db/client";
import { boundaries, type HeldTools } from "#db/schema/boundaries";
import { recordAudit } from "#lib/audit/record";
import { newId } from "#lib/ids";
import { lockActingAdmin } from "#lib/people/lock-acting-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { insertCode } from "./enrollment/issue-code.ts";

export interface CreatedBoundary {
  boundaryId: string;
  /** To be shown once. */
  code: string;
  expiresAt: Date;
}

/**
 * Creates a boundary, and a one-time code for the boundary to enroll its key. For admins.
 * @throws {CountersignError} `not_found` when the actor is not an admin
 */
export async function createBoundary(
  db: Database,
  { actor, name, heldTools, now }: { actor: Viewer; name: string; heldTools: HeldTools; now: Date },
): Promise<CreatedBoundary> {
  requireRole(actor, "admin");
  const boundaryId = newId("bnd", now);
  return db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const createdBy = actor.personId;
    await tx.insert(boundaries).values({ id: boundaryId, name, heldTools, createdBy, createdAt: now });
    const by = { type: "person" as const, id: actor.personId };
    const subject = { boundary: boundaryId };
    await recordAudit(
      tx,
      { type: "boundary.created", actor: by, subject, data: { held_tools: heldTools } },
      now,
    );
    return { boundaryId, ...(await insertCode(tx, { boundaryId, createdBy, now })) };
  });
}
