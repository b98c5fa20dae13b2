import type { Database } from "#db/client";
import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft } from "./draft.ts";

/** Sets the draft's default outcome. Returns and throws as {@link changeDraft}. */
export async function setDefaultOutcome(
  db: Database,
  change: { actor: Viewer; defaultOutcome: DefaultOutcome; revision: number; now: Date },
): Promise<number> {
  const what = { change: "default_outcome_changed" as const };
  return changeDraft(db, { ...change, what }, () => ({ defaultOutcome: change.defaultOutcome }));
}

/** Sets whether rules auto-approve types without a descriptor, as {@link changeDraft}. */
export async function setUnclassified(
  db: Database,
  change: { actor: Viewer; unclassified: Unclassified; revision: number; now: Date },
): Promise<number> {
  const what = { change: "unclassified_changed" as const };
  return changeDraft(db, { ...change, what }, () => ({ unclassified: change.unclassified }));
}
