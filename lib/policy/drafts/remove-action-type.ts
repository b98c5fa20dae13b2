import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft, type Draft } from "./draft.ts";

/**
 * Removes an action type from the draft, unless a rule names the type: its requests would get the
 * default outcome instead of the rule's.
 * @returns the draft's new revision
 * @throws {CountersignError} `not_found`; `conflict` naming the rules; else as {@link changeDraft}
 */
export async function removeActionType(
  db: Database,
  change: { actor: Viewer; type: string; revision: number; now: Date },
): Promise<number> {
  const { type, ...by } = change;
  const what = { change: "action_type_removed" as const, action_type: type };
  return changeDraft(db, { ...by, what }, (draft) => {
    const catalog = draft.catalog.filter((entry) => entry.type !== type);
    if (catalog.length === draft.catalog.length)
      throw new CountersignError("not_found", `the draft has no action type ${type}`, {
        userMessage: "This action type is no longer in the draft.",
      });
    refuseWhileNamed(draft, type);
    return { catalog };
  });
}

function refuseWhileNamed({ rules }: Draft, type: string): void {
  const naming = rules.filter((rule) => rule.actions.includes(type));
  if (naming.length === 0) return;
  const titles = naming.slice(0, 3).map(({ title }) => `“${title}”`);
  const more = naming.length > titles.length ? [`${naming.length - titles.length} more`] : [];
  throw new CountersignError("conflict", `${naming.length} rules name ${type}`, {
    userMessage: `Rules use this action type (${[...titles, ...more].join(", ")}). Change or remove them first.`,
  });
}
