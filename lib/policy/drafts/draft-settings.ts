import type { Database } from "#db/client";
import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import { changeDraft, type DraftEdit } from "./draft.ts";

/** Sets the draft's default outcome. Returns and throws as {@link changeDraft}. */
export async function setDefaultOutcome(
  db: Database,
  { defaultOutcome, ...by }: DraftEdit & { defaultOutcome: DefaultOutcome },
): Promise<number> {
  return changeDraft(db, { ...by, what: { change: "default_outcome_changed" } }, () => ({ defaultOutcome }));
}

/** Sets whether rules auto-approve types without a descriptor, as {@link changeDraft}. */
export async function setUnclassified(
  db: Database,
  { unclassified, ...by }: DraftEdit & { unclassified: Unclassified },
): Promise<number> {
  return changeDraft(db, { ...by, what: { change: "unclassified_changed" } }, () => ({ unclassified }));
}
