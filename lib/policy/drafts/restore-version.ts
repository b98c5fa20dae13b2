import type { Database } from "#db/client";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { findVersion } from "#lib/policy/versions/versions";
import type { Viewer } from "#lib/sessions/session";
import { replaceDraft } from "./draft.ts";

/**
 * Puts an earlier version into the draft, in place of all that is there, to be published as a new version like any other draft.
 * @returns the draft's new revision.
 * @throws {CountersignError} `not_found` when there is no such version; else as {@link replaceDraft}.
 */
export async function restoreVersion(
  db: Database,
  { actor, version, revision, now }: { actor: Viewer; version: number; revision: number; now: Date },
): Promise<number> {
  const what = { change: "version_brought_back" as const, version };
  return replaceDraft(db, { actor, revision, now, what }, async (tx) => {
    const { rules, defaultOutcome, catalogue } = await findVersion(tx, version);
    return { baseVersion: await currentPolicyVersion(tx), rules, defaultOutcome, catalogue };
  });
}
