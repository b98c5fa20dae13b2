import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { lockDraft } from "./draft.ts";
import { type Published, publishPolicy } from "./publish.ts";

/**
 * Publishes the draft, provided that it makes exactly the version that the actor confirmed with a passkey.
 * @param digest the {@link versionDigest} in the act that was confirmed.
 * @throws {CountersignError} `conflict` when the draft makes another version by now, or another was published; else as
 *   {@link publishPolicy}.
 */
export async function publishDraft(
  db: Database,
  { actor, digest, now }: { actor: Viewer; digest: string; now: Date },
): Promise<Published> {
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const draft = await lockDraft(tx, actor, now);
    const { rules, defaultOutcome, catalogue, baseVersion } = draft;
    const published = await publishPolicy(tx, {
      actor,
      rules,
      defaultOutcome,
      catalogue,
      expectedVersion: baseVersion,
      confirmedAct: `policy/publish/${digest}`,
      now,
    });
    // The digest of the very row that was written: what is confirmed is what will be in force, or nothing happens at all.
    if (published.digest !== digest) throw changedWhileLooking(published.digest, digest);
    await tx.execute(sql`
      update policy_draft set base_version = ${published.version}::integer, catalogue = null,
        revision = ${draft.revision + 1}::integer`);
    return published;
  });
}

function changedWhileLooking(actual: string, confirmed: string): CountersignError {
  return new CountersignError("conflict", `the draft makes version ${actual}, not ${confirmed}`, {
    userMessage:
      "The draft changed while you were looking at it, and nothing was published. Reload the page and look at the difference again.",
  });
}
