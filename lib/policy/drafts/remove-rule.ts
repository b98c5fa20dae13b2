import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft } from "./draft.ts";

/**
 * Removes a rule from the draft. Returns the draft's new revision.
 * @throws {CountersignError} `not_found`; else as {@link changeDraft}
 */
export async function removeRule(
  db: Database,
  { actor, ruleId, revision, now }: { actor: Viewer; ruleId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "rule_removed" as const, rule: ruleId };
  return changeDraft(db, { actor, revision, now, what }, (draft) => {
    const rules = draft.rules.filter(({ id }) => id !== ruleId);
    if (rules.length === draft.rules.length)
      throw new CountersignError("not_found", `the draft has no rule ${ruleId}`, {
        userMessage: "This rule is no longer in the draft.",
      });
    return { rules };
  });
}
