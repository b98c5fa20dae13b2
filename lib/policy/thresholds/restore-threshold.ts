import type { Database } from "#db/client";
import { changeDraft } from "#lib/policy/drafts/draft";
import { withLiveRules } from "#lib/policy/drafts/restore-rule";
import type { Viewer } from "#lib/sessions/session";

/**
 * Returns a removed threshold to the draft, as in the live version. Returns the draft's new
 * revision.
 * @throws {CountersignError} `not_found` when the live version has none, or the draft has it;
 * `invalid_input` when it no longer fits the draft; else as {@link changeDraft}
 */
export async function restoreThreshold(
  db: Database,
  { actor, thresholdId, revision, now }: { actor: Viewer; thresholdId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "threshold_saved" as const, threshold: thresholdId };
  return changeDraft(db, { actor, revision, now, what }, async (draft, tx) => ({
    rules: await withLiveRules(tx, draft, ({ threshold }) => threshold === thresholdId),
  }));
}
