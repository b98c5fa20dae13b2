import type { Transaction } from "#db/client";
import { type Draft, readDraft } from "./draft.ts";
import { type VersionView, versionInForce } from "./versions.ts";

/**
 * The policies by which a change of one admin is judged: the version in force, and the draft, which another admin may publish next with
 * the digest that was proposed before the change. The caller holds both.
 */
export async function policiesAtStake(tx: Transaction): Promise<(VersionView | Draft)[]> {
  return [await versionInForce(tx), await readDraft(tx)];
}
