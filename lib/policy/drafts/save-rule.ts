import type { Database } from "#db/client";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import type { Rule } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft } from "./draft.ts";

/**
 * Puts a rule into the draft, in the place of the one with the same id if there is one.
 * @returns the draft's new revision.
 * @throws {CountersignError} `invalid_input` with every fault in `details.errors`, Cedar's own included; else as {@link changeDraft}.
 */
export async function saveRule(
  db: Database,
  { actor, rule, revision, now }: { actor: Viewer; rule: Rule; revision: number; now: Date },
): Promise<number> {
  const what = { change: "rule_saved" as const, rule: rule.id };
  return changeDraft(db, { actor, revision, now, what }, async (draft, tx) => {
    checkRules([rule], draft.catalogue, await listGroupIds(tx));
    const isNew = !draft.rules.some(({ id }) => id === rule.id);
    const rules = isNew
      ? [...draft.rules, rule]
      : draft.rules.map((other) => (other.id === rule.id ? rule : other));
    return { rules };
  });
}
