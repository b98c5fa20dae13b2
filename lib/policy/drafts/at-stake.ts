import type { Transaction } from "#db/client";
import type { PolicyContent } from "#lib/policy/versions/version-digest";
import { versionInForce } from "#lib/policy/versions/versions";
import { findReadableDraft } from "./draft.ts";

/**
 * Whether something is true of a policy by which a change of one admin is judged: of the version in force, or of the draft, which another
 * admin may publish next with the digest that was proposed before the change. A draft that cannot be read counts as if it was true of
 * it: a repair or an upgrade may make it readable again. The caller holds both.
 */
export async function isTrueAtStake(
  tx: Transaction,
  isTrueOf: (policy: PolicyContent) => boolean,
): Promise<boolean> {
  const draft = await findReadableDraft(tx);
  return draft === undefined || [await versionInForce(tx), draft].some(isTrueOf);
}
