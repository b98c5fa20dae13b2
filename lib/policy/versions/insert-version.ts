import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { policyHead } from "#db/schema/policy";
import { type Actor, actorId, recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { type PolicyContent, versionDigest } from "./versions.ts";

export interface NewVersion extends PolicyContent {
  version: number;
  actor: Actor;
  /** The act confirmed with a passkey; undefined for set-up. */
  confirmedAct?: ConfirmedAct | undefined;
  /** `per_` ID of the proposing admin, where publishing takes two. */
  proposedBy?: string | undefined;
  now: Date;
}

/**
 * Inserts a version and makes it live, with its audit event; returns the digest. Of two based on the same
 * version one succeeds: the locked head decides (invariant 19).
 */
export async function insertVersion(
  db: Database | Transaction,
  entry: NewVersion,
): Promise<string | undefined> {
  const digest = versionDigest(entry);
  return db.transaction(async (tx) => {
    if ((await lockHead(tx)) !== entry.version - 1) return undefined;
    await tx.update(policyHead).set({ version: entry.version });
    await insert(tx, entry, digest);
    return digest;
  });
}

async function insert(tx: Transaction, entry: NewVersion, digest: string): Promise<void> {
  const { version, rules, defaultOutcome, unclassified, catalog, actor, proposedBy, now } = entry;
  await tx.execute(sql`
    insert into policy_versions (version, rules, default_outcome, unclassified, catalog, digest, published_by, published_at, proposed_by)
    values (${version}::integer, ${JSON.stringify(rules)}::jsonb, ${defaultOutcome}, ${unclassified}, ${JSON.stringify(catalog)}::jsonb,
      ${digest}, ${actorId(actor)}, ${now.toISOString()}::timestamptz, ${proposedBy ?? null})`);
  const what = { version, digest, rules: rules.length, default_outcome: defaultOutcome, unclassified };
  const data = { ...what, confirmed: entry.confirmedAct, proposed_by: proposedBy };
  const subject = { policy_version: String(version) };
  await recordAudit(tx, { type: "policy.published", actor, subject, data }, now);
}

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
 * Locks the head of the policy for a publication (after the draft), a freeze or a release. The
 * table and not the row: PostgreSQL lets new share locks on a row pass a waiting `for update`, so
 * under a steady load of asks a publication would wait without end. A table lock is granted in the
 * order of arrival, and `select ... for share` waits behind it. Plain reads never wait.
 * @returns the live version; 0 before set-up.
 */
export async function lockHead(tx: Transaction): Promise<number> {
  await tx.execute(sql`lock table policy_head in exclusive mode`);
  const [head] = await tx.select({ version: policyHead.version }).from(policyHead);
  return head?.version ?? 0;
}
