import type { Database } from "#db/client";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { DefaultOutcome, Rule, Unclassified } from "#lib/policy/language/rule";
import type { Changes, Difference } from "#lib/policy/versions/compare";
import { groupNames, namesForGroups } from "./groups.ts";

/** A difference in the words of the policy file: with the names of groups. */
export interface DocumentDifference {
  count: number;
  default_outcome: { before: DefaultOutcome; after: DefaultOutcome } | null;
  unclassified: { before: Unclassified; after: Unclassified } | null;
  action_types: Changes<ActionType>;
  rules: Changes<Rule>;
}

export async function documentDifference(db: Database, difference: Difference): Promise<DocumentDifference> {
  const names = await groupNames(db);
  const named = (rule: Rule) => namesForGroups(rule, names);
  const { count, defaultOutcome, unclassified, actionTypes, added, removed, changed } = difference;
  return {
    count,
    default_outcome: defaultOutcome ?? null,
    unclassified: unclassified ?? null,
    action_types: actionTypes,
    rules: {
      added: added.map(named),
      removed: removed.map(named),
      changed: changed.map(({ before, after }) => ({ before: named(before), after: named(after) })),
    },
  };
}
