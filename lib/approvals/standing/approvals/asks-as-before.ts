import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { canonicalJson } from "#lib/json/canonical";
import type { Verdict } from "#lib/policy/engine/verdict";
import { readRequirements } from "#lib/policy/language/requirement";
import { readSafeguards, stricterSafeguards } from "#lib/policy/language/safeguards";

/**
 * Whether policy asks for one person's word, of the same people as of the read request and no more
 * carefully: a standing approval replaces no other approval.
 */
export async function asksAsBefore(
  db: Database | Transaction,
  {
    approvalsRequired,
    requirements,
    safeguards,
  }: Pick<Verdict, "approvalsRequired" | "requirements" | "safeguards">,
  readId: string,
): Promise<boolean> {
  if (approvalsRequired !== 1 || safeguards.numberMatching) return false;
  const [read] = await db.execute<{ requirements: unknown; approvals: number; safeguards: unknown }>(sql`
    select requirements, approvals_required as approvals, safeguards from requests where id = ${readId}`);
  if (!read || stricterSafeguards(readSafeguards(read.safeguards), safeguards)) return false;
  return canonicalJson(readRequirements(read.requirements, read.approvals)) === canonicalJson(requirements);
}
