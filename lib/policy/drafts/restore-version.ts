import type { Database } from "#db/client";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { contentOf, findVersion } from "#lib/policy/versions/versions";
import { type DraftEdit, replaceDraft } from "./draft.ts";

/** Replaces the draft with an earlier version. @throws `not_found`; else as {@link replaceDraft} */
export async function restoreVersion(
  db: Database,
  { version, ...by }: DraftEdit & { version: number },
): Promise<number> {
  return replaceDraft(db, { ...by, what: { change: "version_brought_back", version } }, async (tx) => {
    const earlier = await findVersion(tx, version);
    return { baseVersion: await currentPolicyVersion(tx), ...contentOf(earlier) };
  });
}
