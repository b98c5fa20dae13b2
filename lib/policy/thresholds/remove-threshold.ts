import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { changeDraft } from "#lib/policy/drafts/draft";
import type { Viewer } from "#lib/sessions/session";

/**
 * Removes a threshold and its rules from the draft. Returns the draft's new revision.
 * @throws {CountersignError} `not_found`; else as {@link changeDraft}
 */
export async function removeThreshold(
  db: Database,
  { actor, thresholdId, revision, now }: { actor: Viewer; thresholdId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "threshold_removed" as const, threshold: thresholdId };
  return changeDraft(db, { actor, revision, now, what }, (draft) => {
    const rules = draft.rules.filter(({ threshold }) => threshold !== thresholdId);
    if (rules.length === draft.rules.length)
      throw new CountersignError("not_found", `the draft has no threshold ${thresholdId}`, {
        userMessage: "This threshold is no longer in the draft.",
      });
    return { rules };
  });
}
