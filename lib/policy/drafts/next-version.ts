import type { Database, Transaction } from "#db/client";
import { policyDraft } from "#db/schema/policy";
import { contentOf, type PolicyContent, versionDigest, versionInForce } from "#lib/policy/versions/versions";
import { type Draft, findReadableDraft, readDraft } from "./draft.ts";

export interface NextVersion extends PolicyContent {
  version: number;
  digest: string;
  draft: Draft;
}

/** The next version from the draft, with the digest its publisher confirms. */
export async function foreseeNextVersion(db: Database | Transaction): Promise<NextVersion> {
  const draft = await readDraft(db);
  const content = { version: draft.baseVersion + 1, ...contentOf(draft) };
  return { ...content, digest: versionDigest(content), draft };
}

/** The draft, or undefined when the stored one cannot be read. A change has to name `revision`. */
export type Inspection = { draft: Draft; revision: number } | { draft: undefined; revision: number };

/** The draft for pages, which must work with an unreadable draft. */
export async function inspectDraft(db: Database): Promise<Inspection> {
  const draft = await findReadableDraft(db);
  if (draft) return { draft, revision: draft.revision };
  const [row] = await db.select({ revision: policyDraft.revision }).from(policyDraft);
  return { draft, revision: row?.revision ?? 0 };
}

/** Whether a condition holds for the live version or the draft, both locked. An unreadable draft counts. */
export async function isTrueAtStake(
  tx: Transaction,
  isTrueOf: (policy: PolicyContent) => boolean,
): Promise<boolean> {
  const draft = await findReadableDraft(tx);
  return draft === undefined || [await versionInForce(tx), draft].some(isTrueOf);
}
