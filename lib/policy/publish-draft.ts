import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { lockDraft } from "./draft.ts";
import { type Published, publishPolicy } from "./publish.ts";

/**
 * Publishes the draft exactly as the actor saw it.
 * @throws {CountersignError} `conflict` when the draft was changed since, or another version published; else as {@link publishPolicy}.
 */
export async function publishDraft(
  db: Database,
  { actor, revision, now }: { actor: Viewer; revision: number; now: Date },
): Promise<Published> {
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const draft = await lockDraft(tx, actor, now);
    if (draft.revision !== revision) throw changedWhileReading(draft.revision, revision);
    const { rules, defaultOutcome, catalogue, baseVersion } = draft;
    const published = await publishPolicy(tx, {
      actor,
      rules,
      defaultOutcome,
      catalogue,
      expectedVersion: baseVersion,
      now,
    });
    await tx.execute(sql`
      update policy_draft set base_version = ${published.version}::integer, catalogue = null, revision = ${revision + 1}::integer`);
    return published;
  });
}

function changedWhileReading(actual: number, seen: number): CountersignError {
  return new CountersignError("conflict", `the draft is at revision ${actual}, not ${seen}`, {
    userMessage:
      "The draft was changed while you were looking at it. Look at the difference again before you publish.",
  });
}
