import type { Database } from "#db/client";
import { versionInForce } from "#lib/policy/versions/versions";
import { type DraftEdit, replaceDraft } from "./draft.ts";

/** Starts the draft again from the live version. Returns and throws as {@link replaceDraft}. */
export async function discardDraft(db: Database, by: DraftEdit): Promise<number> {
  return replaceDraft(db, { ...by, what: { change: "discarded" } }, async (tx) => {
    const { version, rules, defaultOutcome, unclassified } = await versionInForce(tx);
    return { baseVersion: version, rules, defaultOutcome, unclassified, catalog: null };
  });
}
