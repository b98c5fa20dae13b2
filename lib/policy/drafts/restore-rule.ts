import type { Database, Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import type { Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft, type Draft } from "./draft.ts";

/**
 * Returns a removed rule to the draft, as it is in the live version. A tier comes back with its
 * threshold (thresholds/restore-threshold.ts).
 * @returns the draft's new revision.
 * @throws {CountersignError} `not_found` when the live version has no such rule, or the draft has it;
 * `invalid_input` when it no longer fits the draft; else as {@link changeDraft}.
 */
export async function restoreRule(
  db: Database,
  { actor, ruleId, revision, now }: { actor: Viewer; ruleId: string; revision: number; now: Date },
): Promise<number> {
  const what = { change: "rule_saved" as const, rule: ruleId };
  return changeDraft(db, { actor, revision, now, what }, async (draft, tx) => ({
    rules: await withLiveRules(tx, draft, ({ id }) => id === ruleId),
  }));
}

/**
 * The draft's rules with missing rules of the live version at their places.
 * @throws {CountersignError} `not_found`, `invalid_input`
 */
export async function withLiveRules(
  tx: Transaction,
  draft: Draft,
  isWanted: (rule: Rule) => boolean,
): Promise<Rule[]> {
  const live = (await versionInForce(tx)).rules;
  const wanted = live.filter(isWanted);
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
