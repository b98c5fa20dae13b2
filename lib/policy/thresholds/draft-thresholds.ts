import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import { changeDraft, type DraftEdit } from "#lib/policy/drafts/draft";
import { withLiveRules, without } from "#lib/policy/drafts/draft-rules";
import { listsOf, withLists } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import { type Threshold, thresholdFaults } from "./threshold.ts";
import { undrawnThresholds } from "./threshold-of-rules.ts";
import { rulesOfThreshold } from "./threshold-rules.ts";

/**
 * Saves a threshold in place of the rules with its ID. Returns the draft's new revision.
 * @throws {CountersignError} `invalid_input`, all in `details.errors`; else as {@link changeDraft}
 */
export async function saveThreshold(
  db: Database,
  { threshold, ...by }: DraftEdit & { threshold: Threshold },
): Promise<number> {
  const what = { change: "threshold_saved" as const, threshold: threshold.id };
  return changeDraft(db, { ...by, what }, async (draft, tx) => {
    requireWhole(threshold);
    const rules = rulesOfThreshold(threshold);
    // As with a saved rule: the other rules with a list of this threshold get its values.
    const { before, after } = around(withLists(draft.rules, listsOf(rules)), threshold.id);
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

type ThresholdEdit = DraftEdit & { thresholdId: string };

/** Removes a threshold's rules. Returns the new revision. @throws `not_found`, or as {@link changeDraft} */
export async function removeThreshold(db: Database, { thresholdId, ...by }: ThresholdEdit): Promise<number> {
  const what = { change: "threshold_removed" as const, threshold: thresholdId };
  return changeDraft(db, { ...by, what }, ({ rules }) => ({
    rules: without(rules, ({ threshold }) => threshold === thresholdId, ["threshold", thresholdId]),
  }));
}

/**
 * Returns a removed threshold to the draft, as in the live version. @returns the draft's new revision
 * @throws `not_found`; `invalid_input` when it no longer fits; else as {@link changeDraft}
 */
export async function restoreThreshold(db: Database, { thresholdId, ...by }: ThresholdEdit): Promise<number> {
  const what = { change: "threshold_saved" as const, threshold: thresholdId };
  return changeDraft(db, { ...by, what }, async (draft, tx) => ({
    rules: await withLiveRules(tx, draft, ({ threshold }) => threshold === thresholdId),
  }));
}

/**
 * Turns the rules of an {@link undrawnThresholds} into a threshold. @returns the draft's new revision
 * @throws `not_found` without such rules; else as {@link changeDraft}
 */
export async function drawThreshold(db: Database, { thresholdId, ...by }: ThresholdEdit): Promise<number> {
  const what = { change: "threshold_saved" as const, threshold: thresholdId };
  return changeDraft(db, { ...by, what }, ({ rules }) => {
    const tiers = new Set(undrawnThresholds(rules).get(thresholdId));
    if (tiers.size === 0)
      throw new CountersignError("not_found", `no rules would make the threshold ${thresholdId}`, {
        userMessage: "These rules no longer form a threshold. Reload the page.",
      });
    return { rules: rules.map((rule) => (tiers.has(rule) ? { ...rule, threshold: thresholdId } : rule)) };
  });
}
