import type { Database } from "#db/client";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import type { Rule } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft } from "./draft.ts";

/**
 * Adds a rule to the draft, or replaces the rule with its ID. Returns the draft's new revision.
 * @throws {CountersignError} `invalid_input`, all in `details.errors`; else as {@link changeDraft}
 */
export async function saveRule(
  db: Database,
  { actor, rule, revision, now }: { actor: Viewer; rule: Rule; revision: number; now: Date },
): Promise<number> {
  const what = { change: "rule_saved" as const, rule: rule.id };
  return changeDraft(db, { actor, revision, now, what }, async (draft, tx) => {
    checkRules([rule], draft.catalog, await listGroupIds(tx));
    const isNew = !draft.rules.some(({ id }) => id === rule.id);
    const rules = isNew
      ? [...draft.rules, rule]
      : draft.rules.map((drafted) => (drafted.id === rule.id ? rule : drafted));
    return { rules };
  });
}
