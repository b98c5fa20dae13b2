import { boundaries, type HeldTools } from "#db/schema/boundaries";
import { recordAudit } from "#lib/audit/record";
import { newId } from "#lib/kernel/ids";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { insertCode } from "./issue-code.ts";

export interface BoundaryCreation extends Authority {
  name: string;
  heldTools: HeldTools;
}

export interface CreatedBoundary {
  boundaryId: string;
  /** To be shown once. */
  code: string;
  expiresAt: Date;
}

/**
 * Creates a boundary, and a one-time code for its key. For admins, else `not_found`. Where two admins are
 * required, the boundary is proposed, and the confirmation creates the code.
 */
export const createBoundary = proposable<BoundaryCreation, CreatedBoundary>(async (db, creation) => {
  const { actor, name, heldTools, confirmed, now } = creation;
  requireRole(actor, "admin");
  const boundaryId = newId("bnd", now);
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, creation);
    await lockActingAdmin(tx, actor);
    if (needsTwo) return proposeChange(tx, { act: "boundary.create", name, held_tools: heldTools }, creation);
    const createdBy = actor.personId;
    await tx.insert(boundaries).values({ id: boundaryId, name, heldTools, createdBy, createdAt: now });
    const subject = { boundary: boundaryId };
    const data = { held_tools: heldTools, ...proposedFacts(confirmed) };
    await recordAudit(tx, { type: "boundary.created", actor, subject, data }, now);
    return { boundaryId, ...(await insertCode(tx, { boundaryId, createdBy, now })) };
  });
});
