import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { changeDraft } from "#lib/policy/drafts/draft";
import type { Viewer } from "#lib/sessions/session";
import { undrawnThresholds } from "./threshold-of-rules.ts";

/**
 * Turns rules of the draft into a threshold, without changing their content.
 * @param thresholdId from {@link undrawnThresholds}
 * @returns the draft's new revision
 * @throws {CountersignError} `not_found` without such rules; else as {@link changeDraft}
 */
export async function drawThreshold(
  db: Database,
  { actor, thresholdId, revision, now }: { actor: Viewer; thresholdId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "threshold_saved" as const, threshold: thresholdId };
  return changeDraft(db, { actor, revision, now, what }, ({ rules }) => {
    const tiers = new Set(undrawnThresholds(rules).get(thresholdId));
    if (tiers.size === 0)
      throw new CountersignError("not_found", `no rules would make the threshold ${thresholdId}`, {
        userMessage: "These rules no longer form a threshold. Reload the page.",
      });
    return { rules: rules.map((rule) => (tiers.has(rule) ? { ...rule, threshold: thresholdId } : rule)) };
  });
}
