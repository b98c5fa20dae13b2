import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import { changeDraft } from "#lib/policy/drafts/draft";
import type { Rule } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { type Threshold, thresholdFaults } from "./threshold.ts";
import { rulesOfThreshold } from "./threshold-rules.ts";

/**
 * Saves a threshold to the draft in place of the rules with its ID. Returns the draft's new
 * revision.
 * @throws {CountersignError} `invalid_input`, all in `details.errors`; else as {@link changeDraft}
 */
export async function saveThreshold(
  db: Database,
  { actor, threshold, revision, now }: { actor: Viewer; threshold: Threshold; revision: number; now: Date },
): Promise<number> {
  const what = { change: "threshold_saved" as const, threshold: threshold.id };
  return changeDraft(db, { actor, revision, now, what }, async (draft, tx) => {
    requireWhole(threshold);
    const rules = rulesOfThreshold(threshold);
    const { before, after } = around(draft.rules, threshold.id);
    checkRules(rules, draft.catalog, await listGroupIds(tx));
    requireOwnIds(rules, [...before, ...after]);
    return { rules: [...before, ...rules, ...after] };
  });
}

/** The rules around a threshold's; a new threshold comes last. */
function around(rules: Rule[], id: string): { before: Rule[]; after: Rule[] } {
  const isOther = ({ threshold }: Rule) => threshold !== id;
  const place = rules.findIndex((rule) => !isOther(rule));
  const from = place < 0 ? rules.length : place;
  return { before: rules.slice(0, from), after: rules.slice(from).filter(isOther) };
}

function requireWhole(threshold: Threshold): void {
  const errors = thresholdFaults(threshold);
  if (errors.length === 0) return;
  const summary = errors.map(({ message }) => message).join(" ");
  throw new CountersignError("invalid_input", `threshold refused: ${summary}`, {
    userMessage: summary,
    details: { errors },
  });
}

// A tier must not take a foreign rule's id.
function requireOwnIds(rules: Rule[], others: Rule[]): void {
  const taken = new Set(others.map(({ id }) => id));
  const clash = rules.find(({ id }) => taken.has(id));
  if (clash)
    throw new CountersignError("conflict", `rule ${clash.id} is not of this threshold`, {
      userMessage: "A rule was removed from this threshold by someone else. Reload the page.",
    });
}
