import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import type { Rule } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft } from "./draft.ts";

/**
 * Ends monitor mode for a rule of the draft and all tiers of its threshold.
 * @returns the draft's new revision
 * @throws {CountersignError} `not_found` without such a rule; else as {@link changeDraft}
 */
export async function enforceRule(
  db: Database,
  { actor, ruleId, revision, now }: { actor: Viewer; ruleId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "rule_enforced" as const, rule: ruleId };
  return changeDraft(db, { actor, revision, now, what }, ({ rules }) => {
    const found = rules.find(({ id, isMonitored }) => id === ruleId && isMonitored);
    if (!found)
      throw new CountersignError("not_found", `the draft has no rule ${ruleId} in monitor mode`, {
        userMessage:
          "This rule was removed from the draft or is no longer in monitor mode. Open the draft to check.",
      });
    const isMeant = ({ id, threshold }: Rule) =>
      id === ruleId || (threshold !== undefined && threshold === found.threshold);
    return { rules: rules.map((rule) => (isMeant(rule) ? enforced(rule) : rule)) };
  });
}

function enforced({ isMonitored: _, ...rule }: Rule): Rule {
  return rule;
}
