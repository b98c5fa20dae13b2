import type { Database } from "#db/client";
import { CountersignError } from "#lib/errors";
import { changeDraft } from "#lib/policy/drafts/draft";
import type { Viewer } from "#lib/sessions/session";
import { undrawnLadders } from "./threshold-of-rules.ts";

/**
 * Turns rules of the draft that already have a threshold's form into a threshold. Their content
 * stays the same.
 * @param ladderId as {@link undrawnLadders} names it.
 * @returns the draft's new revision.
 * @throws {CountersignError} `not_found` when there are no such rules; else as {@link changeDraft}.
 */
export async function drawLadder(
  db: Database,
  { actor, ladderId, revision, now }: { actor: Viewer; ladderId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "ladder_saved" as const, ladder: ladderId };
  return changeDraft(db, { actor, revision, now, what }, ({ rules }) => {
    const bands = new Set(undrawnLadders(rules).get(ladderId));
    if (bands.size === 0)
      throw new CountersignError("not_found", `no rules would make the threshold ${ladderId}`, {
        userMessage: "These rules no longer form a threshold. Reload the page.",
      });
    return { rules: rules.map((rule) => (bands.has(rule) ? { ...rule, ladder: ladderId } : rule)) };
  });
}
