import type { Database, Transaction } from "#db/client";
import { policiesAtStake } from "#lib/policy/at-stake";
import { readDraft } from "#lib/policy/draft";
import type { Rule } from "#lib/policy/rule";
import { versionInForce } from "#lib/policy/versions";
import { countWaitingFor } from "#lib/requests/count-waiting-for";

/** What needs a group: the titles of the rules that name it, of the policy in force and of the draft, and how many requests wait. */
export async function groupUses(
  db: Database | Transaction,
  groupId: string,
): Promise<{ rules: string[]; waiting: number }> {
  const [inForce, draft] = [await versionInForce(db), await readDraft(db)];
  const titles = [...inForce.rules, ...draft.rules]
    .filter((rule) => asksFor(rule, groupId))
    .map(({ title }) => title);
  return { rules: [...new Set(titles)], waiting: await countWaitingFor(db, groupId) };
}

/**
 * Whether a rule in force, a rule of the draft or a pending request names a group: a new member may approve right away, or as soon as
 * another admin publishes the draft. The caller holds the draft.
 */
export async function isGroupInUse(tx: Transaction, groupId: string): Promise<boolean> {
  for (const { rules } of await policiesAtStake(tx))
    if (rules.some((rule) => rule.enabled && asksFor(rule, groupId))) return true;
  return (await countWaitingFor(tx, groupId)) > 0;
}

function asksFor({ approvers }: Rule, groupId: string): boolean {
  return approvers !== undefined && "group" in approvers && approvers.group === groupId;
}
