import type { Database } from "#db/client";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { findVersion } from "#lib/policy/versions/versions";
import type { Viewer } from "#lib/sessions/session";
import { replaceDraft } from "./draft.ts";

/**
 * Replaces the draft with an earlier version. Returns the draft's new revision.
 * @throws {CountersignError} `not_found` for an unknown version; else as {@link replaceDraft}
 */
export async function restoreVersion(
  db: Database,
  { actor, version, revision, now }: { actor: Viewer; version: number; revision: number; now: Date },
): Promise<number> {
  const what = { change: "version_brought_back" as const, version };
  return replaceDraft(db, { actor, revision, now, what }, async (tx) => {
    const { rules, defaultOutcome, unclassified, catalog } = await findVersion(tx, version);
    return { baseVersion: await currentPolicyVersion(tx), rules, defaultOutcome, unclassified, catalog };
  });
}
