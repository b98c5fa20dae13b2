import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";

/** Bases the draft on its own publication, in the transaction that publishes it. */
export async function rebasePublishedDraft(
  tx: Transaction,
  { version, revision }: { version: number; revision: number },
): Promise<void> {
  await tx.execute(sql`
    update policy_draft set base_version = ${version}::integer, catalog = null,
      revision = ${revision}::integer`);
}

/** Lets an unchanged draft follow the policy, in the publishing transaction. */
export async function rebaseUntouchedDraft(tx: Transaction, version: number): Promise<void> {
  await tx.execute(sql`
    update policy_draft set base_version = published.version, rules = published.rules,
      default_outcome = published.default_outcome, unclassified = published.unclassified, catalog = null, revision = revision + 1
    from policy_versions as base, policy_versions as published
    where base.version = policy_draft.base_version and base.rules = policy_draft.rules
      and base.default_outcome = policy_draft.default_outcome and base.unclassified = policy_draft.unclassified
      and base.catalog = coalesce(policy_draft.catalog, base.catalog) and published.version = ${version}::integer`);
}
