import { boundaryMappings } from "#db/schema/boundaries";
import { recordAudit } from "#lib/audit/record";
import { lockLiveBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { endStandingOfBoundary } from "#lib/voiding/end-standing-approvals";
import { findLiveMapping } from "./mapping-for.ts";
import { noMapping, readDocument, storedDocument } from "./read-document.ts";

interface MappingChange extends Authority {
  boundaryId: string;
  /** The live mapping's digest on the confirmed page; null for none. */
  seen: string | null;
  /** The new mapping as JSON, or `noMapping` to end the mapping. */
  written: string;
}

export interface SavedVersion {
  version: number;
  digest: string;
}

/**
 * Saves a mapping, which is live from now on, or ends it. For admins, with a passkey. A rule can give a type
 * that policy auto-approves: every change may loosen control, and is proposed where two admins are required.
 * @throws {CountersignError} `invalid_input`, with the JSON Pointer; `not_found`; `conflict` when another
 * mapping is live, or the same
 */
export const saveMapping = proposable<MappingChange, SavedVersion>(async (db, change) => {
  const { actor, boundaryId, seen, confirmed, now } = change;
  requireRole(actor, "admin");
  const { written } = change;
  const { text, digest, rules } = written === noMapping ? storedDocument(noMapping) : readDocument(written);
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, change);
    await lockActingAdmin(tx, actor);
    // Every change of a mapping holds this lock: the next version is free.
    const { name } = await lockLiveBoundary(tx, boundaryId);
    const live = await findLiveMapping(tx, boundaryId);
    const isAsSeen = (live?.digest ?? null) === seen;
    if (confirmed) requireUnchanged(isAsSeen, `the mapping of ${boundaryId}`);
    if (!isAsSeen) throw changedSince(boundaryId);
    const keepsNone = !live || live.document === noMapping;
    if (live?.digest === digest || (keepsNone && text === noMapping)) throw unchanged(boundaryId);
    if (needsTwo) {
      const about = { act: "boundary.mapping" as const, boundary: boundaryId, name };
      return proposeChange(tx, { ...about, before: live?.document ?? null, after: text }, change);
    }
    const version = (live?.version ?? 0) + 1;
    await tx.insert(boundaryMappings).values({
      ...{ boundaryId, version, document: text, digest, createdAt: now },
      ...{ createdBy: actor.personId, proposedBy: confirmed?.proposedBy ?? null },
    });
    await endStandingOfBoundary(tx, boundaryId, { actor, now });
    const data = { version, digest, before: seen, rules: rules.length, ...proposedFacts(confirmed) };
    const subject = { boundary: boundaryId };
    await recordAudit(tx, { type: "boundary.mapping_changed", actor, subject, data }, now);
    return { version, digest };
  });
});

export function changedSince(boundaryId: string): CountersignError {
  return new CountersignError("conflict", `another mapping of ${boundaryId} is live`, {
    userMessage:
      "The mapping was changed by someone else, so nothing was saved. Copy your text, reload and apply your changes again.",
  });
}

function unchanged(boundaryId: string): CountersignError {
  return new CountersignError("conflict", `the mapping of ${boundaryId} is the live one`, {
    userMessage: "This mapping is live already. Nothing was changed.",
  });
}
