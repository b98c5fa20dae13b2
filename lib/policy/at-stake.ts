import type { Transaction } from "#db/client";
import { findReadableDraft } from "./draft.ts";
import type { PolicyContent } from "./version-digest.ts";
import { versionInForce } from "./versions.ts";

/**
 * The policies by which a change of one admin is judged: the live version, and the draft, which
 * another admin may publish next with the digest that was proposed before the change. The caller
 * holds both.
 */
export async function isTrueAtStake(
  tx: Transaction,
  isTrueOf: (policy: PolicyContent) => boolean,
): Promise<boolean> {
  const draft = await findReadableDraft(tx);
  return draft === undefined || [await versionInForce(tx), draft].some(isTrueOf);
}
