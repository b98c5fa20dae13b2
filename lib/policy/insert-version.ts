import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type Actor, recordAudit } from "#lib/audit/record";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { type PolicyContent, versionDigest } from "./version-digest.ts";

export interface NewVersion extends PolicyContent {
  version: number;
  actor: Actor;
  /** The act that the actor confirmed with a passkey; undefined for set-up, which publishes by itself. */
  confirmedAct?: ConfirmedAct | undefined;
  /** `per_` id of the admin who proposed it, where publishing takes two. */
  proposedBy?: string | undefined;
  now: Date;
}

/**
 * Adds a version right after the one before it, with its audit event. Two that build on the same version cannot both succeed:
 * the one conditional insert finds a newer version, or meets the primary key, and adds nothing.
 * @returns the digest, or undefined when another version came first.
 */
export async function insertVersion(
  tx: Database | Transaction,
  entry: NewVersion,
): Promise<string | undefined> {
  const { version, rules, defaultOutcome, catalogue, actor, confirmedAct, proposedBy, now } = entry;
  const digest = versionDigest(entry);
  const inserted = await tx.execute(sql`
    insert into policy_versions (version, rules, default_outcome, catalogue, digest, published_by, published_at, proposed_by)
    select ${version}::integer, ${JSON.stringify(rules)}::jsonb, ${defaultOutcome}, ${JSON.stringify(catalogue)}::jsonb,
           ${digest}, ${actor.id}, ${now.toISOString()}::timestamptz, ${proposedBy ?? null}
    where (select coalesce(max(version), 0) from policy_versions) = ${version - 1}::integer
    on conflict do nothing
    returning version`);
  if (inserted.length === 0) return undefined;
  const what = { version, digest, rules: rules.length, default_outcome: defaultOutcome };
  const data = { ...what, confirmed: confirmedAct, proposed_by: proposedBy };
  const subject = { policy_version: String(version) };
  await recordAudit(tx, { type: "policy.published", actor, subject, data }, now);
  return digest;
}
