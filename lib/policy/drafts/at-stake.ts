import type { Transaction } from "#db/client";
import type { PolicyContent } from "#lib/policy/versions/version-digest";
import { versionInForce } from "#lib/policy/versions/versions";
import { findReadableDraft } from "./draft.ts";

/**
 * Whether a condition is true of the live version or of the draft, which another admin may publish
 * next. An unreadable draft counts as true, because a repair may make it readable. Both are locked.
 */
export async function isTrueAtStake(
  tx: Transaction,
  isTrueOf: (policy: PolicyContent) => boolean,
): Promise<boolean> {
  const draft = await findReadableDraft(tx);
  return draft === undefined || [await versionInForce(tx), draft].some(isTrueOf);
}
