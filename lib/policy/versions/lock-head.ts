import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { policyHead } from "#db/schema/policy";
import { CountersignError } from "#lib/kernel/errors";

/**
 * Locks the live version until the transaction ends, so that the version live at the commit decides
 * (invariant 19). The transaction's first lock: a publication holds the head while it locks admins
 * and pending requests.
 * @throws {CountersignError} `internal` when no version was ever published.
 */
export async function lockPolicyVersion(tx: Transaction): Promise<number> {
  const [head] = await tx.select({ version: policyHead.version }).from(policyHead).for("share");
  if (!head?.version) throw new CountersignError("internal", "no policy was ever published");
  return head.version;
}

/**
 * Locks the head of the policy for a publication, after the draft and before any other row. The
 * table and not the row: PostgreSQL lets new share locks on a row pass a waiting `for update`, so
 * under a steady load of asks a publication would wait without end. A table lock is granted in the
 * order of arrival, and `select ... for share` waits behind it. Plain reads never wait.
 * @returns the live version; 0 before set-up.
 */
export async function lockHeadForPublishing(tx: Transaction): Promise<number> {
  await tx.execute(sql`lock table policy_head in exclusive mode`);
  const [head] = await tx.select({ version: policyHead.version }).from(policyHead);
  return head?.version ?? 0;
}
