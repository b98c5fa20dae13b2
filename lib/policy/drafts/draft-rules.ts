import type { Database, Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import { listsOf, withLists } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { changeDraft, type Draft, type DraftEdit } from "./draft.ts";

/**
 * Adds a rule to the draft, or replaces the rule with its ID. Returns the draft's new revision.
 * @throws {CountersignError} `invalid_input`, all in `details.errors`; else as {@link changeDraft}
 */
export async function saveRule(db: Database, { rule, ...by }: DraftEdit & { rule: Rule }): Promise<number> {
  return changeDraft(db, { ...by, what: { change: "rule_saved", rule: rule.id } }, async (draft, tx) => {
    checkRules([rule], draft.catalog, await listGroupIds(tx));
    const isNew = !draft.rules.some(({ id }) => id === rule.id);
    // The other rules with a list of this rule get its values: a list is one thing for admins.
    const others = withLists(draft.rules, listsOf([rule]));
    const rules = isNew
      ? [...others, rule]
      : others.map((drafted) => (drafted.id === rule.id ? rule : drafted));
    return { rules };
  });
}

type RuleEdit = DraftEdit & { ruleId: string };

/** Removes a rule. Returns the draft's new revision. @throws `not_found`; else as {@link changeDraft} */
export async function removeRule(db: Database, { ruleId, ...by }: RuleEdit): Promise<number> {
  return changeDraft(db, { ...by, what: { change: "rule_removed", rule: ruleId } }, ({ rules }) => ({
    rules: without(rules, ({ id }) => id === ruleId, ["rule", ruleId]),
  }));
}

/** The items that stay. @throws `not_found` when none is to be removed */
export function without<Item>(
  items: Item[],
  isRemoved: (item: Item) => boolean,
  [kind, id]: [kind: string, id: string],
): Item[] {
  const rest = items.filter((item) => !isRemoved(item));
  if (rest.length < items.length) return rest;
  throw new CountersignError("not_found", `the draft has no ${kind} ${id}`, {
    userMessage: `This ${kind} is no longer in the draft.`,
  });
}

/** Ends monitor mode for a rule and its threshold's tiers. @throws `not_found`; else {@link changeDraft} */
export async function enforceRule(db: Database, { ruleId, ...by }: RuleEdit): Promise<number> {
  return changeDraft(db, { ...by, what: { change: "rule_enforced", rule: ruleId } }, ({ rules }) => {
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

/**
 * Returns a removed rule to the draft, as in the live version (a tier: thresholds/draft-thresholds.ts).
 * @throws `not_found`; `invalid_input` when it no longer fits; else as {@link changeDraft}
 */
export async function restoreRule(db: Database, { ruleId, ...by }: RuleEdit): Promise<number> {
  return changeDraft(db, { ...by, what: { change: "rule_saved", rule: ruleId } }, async (draft, tx) => ({
    rules: await withLiveRules(tx, draft, ({ id }) => id === ruleId),
  }));
}

/** The draft's rules with the live version's missing ones in place. @throws `not_found`, `invalid_input` */
export async function withLiveRules(
  tx: Transaction,
  draft: Draft,
  isWanted: (rule: Rule) => boolean,
): Promise<Rule[]> {
  const live = (await versionInForce(tx)).rules;
  // A list may have changed since in the rules that the draft still has.
  const wanted = withLists(live.filter(isWanted), listsOf(draft.rules));
  const has = new Set(draft.rules.map(({ id }) => id));
  if (wanted.length === 0 || draft.rules.some(isWanted) || wanted.some(({ id }) => has.has(id)))
    throw new CountersignError("not_found", "the draft has these rules, or the live version doesn't", {
      userMessage: "This is no longer removed from the draft. Reload the page.",
    });
  checkRules(wanted, draft.catalog, await listGroupIds(tx));
  const place = new Map(live.map(({ id }, n) => [id, n]));
  // Before the first rule that follows them in the live version; new rules stay where they are.
  const last = Math.max(...wanted.map(({ id }) => place.get(id) ?? 0));
  const next = draft.rules.findIndex(({ id }) => (place.get(id) ?? -1) > last);
  const at = next < 0 ? draft.rules.length : next;
  return [...draft.rules.slice(0, at), ...wanted, ...draft.rules.slice(at)];
}
