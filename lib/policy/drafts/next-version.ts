import type { Database, Transaction } from "#db/client";
import { type PolicyContent, versionDigest } from "#lib/policy/versions/version-digest";
import { type Draft, readDraft } from "./draft.ts";

/** The version that publishing the draft would make. */
export interface NextVersion extends PolicyContent {
  version: number;
  digest: string;
  draft: Draft;
}

/** The next version from the draft, with the digest its publisher confirms. */
export async function foreseeNextVersion(db: Database | Transaction): Promise<NextVersion> {
  const draft = await readDraft(db);
  const { rules, defaultOutcome, unclassified, catalog } = draft;
  const content = { version: draft.baseVersion + 1, rules, defaultOutcome, unclassified, catalog };
  return { ...content, digest: versionDigest(content), draft };
}
