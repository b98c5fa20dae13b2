import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { concerns } from "#lib/policy/language/rule";
import type { Difference } from "#lib/policy/versions/compare";
import { endStandingApprovals, isOpen } from "#lib/voiding/end-standing-approvals";

/** Ends the standing approvals of action types that a publication changes, or a rule of them. */
export async function endStandingOfChanged(
  tx: Transaction,
  { added, removed, changed, actionTypes, defaultOutcome, unclassified }: Difference,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const rules = [...added, ...removed, ...changed.flatMap(({ before, after }) => [before, after])];
  const types = new Set([
    ...actionTypes.removed.map(({ type }) => type),
    ...actionTypes.changed.map(({ before }) => before.type),
  ]);
  const isChanged = (type: string) =>
    defaultOutcome !== undefined ||
    unclassified !== undefined ||
    types.has(type) ||
    rules.some((rule) => concerns(rule, type));
  const open = await tx.execute<{ type: string }>(
    sql`select distinct s.action_type as type from standing_approvals s where ${isOpen(now)}`,
  );
  const ended = open.map(({ type }) => type).filter(isChanged);
  if (ended.length === 0) return;
  const which = sql`s.action_type = any(${sql.param(ended)}::text[])`;
  await endStandingApprovals(tx, { which, reason: "policy_changed", actor, now });
}
