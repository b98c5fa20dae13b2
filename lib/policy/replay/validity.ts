import type { Database } from "#db/client";
import { readDraft } from "#lib/policy/drafts/draft";
import { contentDigest, versionInForce } from "#lib/policy/versions/versions";
import type { ReplayView } from "./find-replay.ts";

/** Of what a replay is by now. */
export type ReplayValidity =
  | { of: "draft" }
  /** The draft was published since, and is live as this version. */
  | { of: "in_force"; version: number }
  | { of: "earlier_draft" };

export async function replayValidity(db: Database, replay: ReplayView): Promise<ReplayValidity> {
  const inForce = await versionInForce(db);
  if (contentDigest(inForce) === replay.draftDigest) return { of: "in_force", version: inForce.version };
  return { of: contentDigest(await readDraft(db)) === replay.draftDigest ? "draft" : "earlier_draft" };
}
