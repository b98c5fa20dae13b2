import type { Transaction } from "#db/client";
import type { PolicyContent } from "#lib/policy/versions/version-digest";
import { versionInForce } from "#lib/policy/versions/versions";
import { findReadableDraft } from "./draft.ts";

/**
 * Whether a condition is true of a policy an admin's change is judged by: of the live version, or
 * of the draft, which another admin may publish next with the digest proposed before the change. An
 * unreadable draft counts as true: a repair or an upgrade may make the draft readable again. The
 * caller has locked both.
 */
export async function isTrueAtStake(
  tx: Transaction,
  isTrueOf: (policy: PolicyContent) => boolean,
): Promise<boolean> {
  const draft = await findReadableDraft(tx);
  return draft === undefined || [await versionInForce(tx), draft].some(isTrueOf);
}
