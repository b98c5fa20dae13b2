import type { Database, Transaction } from "#db/client";
import { findReadableDraft } from "#lib/policy/drafts/draft";
import { isTrueAtStake } from "#lib/policy/drafts/next-version";
import type { Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { countWaitingFor } from "#lib/requests/queue/count-pending";

interface GroupUses {
  /** Titles of the rules with the group, of the live policy and of the draft. */
  rules: string[];
  /** How many pending requests need the group. */
  waiting: number;
  /** Whether the draft could be read. An unreadable draft may also name the group. */
  isDraftReadable: boolean;
}

/** What needs a group. */
export async function groupUses(db: Database | Transaction, groupId: string): Promise<GroupUses> {
  const [inForce, draft] = [await versionInForce(db), await findReadableDraft(db)];
  const titles = [...inForce.rules, ...(draft?.rules ?? [])]
    .filter((rule) => asksFor(rule, groupId))
    .map(({ title }) => title);
  const waiting = await countWaitingFor(db, groupId);
  return { rules: [...new Set(titles)], waiting, isDraftReadable: draft !== undefined };
}

/** Whether a new member may approve soon: the policy, the locked draft or a request names the group. */
export async function isGroupInUse(tx: Transaction, groupId: string): Promise<boolean> {
  const isNamed = ({ rules }: { rules: Rule[] }) =>
    rules.some((rule) => rule.enabled && asksFor(rule, groupId));
  return (await isTrueAtStake(tx, isNamed)) || (await countWaitingFor(tx, groupId)) > 0;
}

function asksFor({ approvers }: Rule, groupId: string): boolean {
  return approvers !== undefined && "group" in approvers && approvers.group === groupId;
}
