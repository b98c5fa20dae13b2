import { eq } from "drizzle-orm";
import { boundaries, type HeldTools } from "#db/schema/boundaries";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { lockLiveBoundary } from "./lock-live-boundary.ts";

interface HeldToolsChange extends Authority {
  boundaryId: string;
  /** As on the page that the actor confirmed. */
  seen: HeldTools;
  heldTools: HeldTools;
}

/**
 * Changes what happens to a call of a held tool. For admins, with a passkey. Approval instead of blocking
 * loosens control: where the workspace requires two admins, the change is proposed.
 * @throws {CountersignError} `not_found`; `conflict` when the setting was changed since
 */
export const changeHeldTools = proposable<HeldToolsChange, undefined>(async (db, change) => {
  const { actor, boundaryId, seen, heldTools, confirmed, now } = change;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const needsTwo = heldTools === "step_up" && (await requiresSecondAdmin(tx, change));
    await lockActingAdmin(tx, actor);
    const { name, heldTools: before } = await lockLiveBoundary(tx, boundaryId);
    if (confirmed) requireUnchanged(before === seen, `the held tools of ${boundaryId}`);
    if (before !== seen || before === heldTools) throw changedSince(boundaryId);
    const about = { act: "boundary.held_tools" as const, boundary: boundaryId, name };
    if (needsTwo) return proposeChange(tx, { ...about, before, after: heldTools }, change);
    await tx.update(boundaries).set({ heldTools }).where(eq(boundaries.id, boundaryId));
    const data = { before, after: heldTools, ...proposedFacts(confirmed) };
    const subject = { boundary: boundaryId };
    await recordAudit(tx, { type: "boundary.held_tools_changed", actor, subject, data }, now);
    return undefined;
  });
});

function changedSince(boundaryId: string): CountersignError {
  return new CountersignError("conflict", `the held tools of ${boundaryId} were changed`, {
    userMessage: "This setting was changed by someone else. Reload and try again.",
  });
}
