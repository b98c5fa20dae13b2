import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { listGroupIds } from "#lib/people/list-groups";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { actionTypeFaults } from "#lib/policy/action-types/check-action-types";
import { type PreparedCheck, prepareCheck } from "#lib/policy/action-types/prepare-check";
import { checkEachRule } from "#lib/policy/checks/check-rules";
import { concerns } from "#lib/policy/language/rule";
import { changeDraft, type Draft, type DraftEdit } from "./draft.ts";
import { without } from "./draft-rules.ts";

/**
 * Adds an action type to the draft (`isNew`), or changes the one with the name. @returns the new revision.
 * @throws {CountersignError} `invalid_input` with every error in `details.errors`, also of rules about the
 * type; `conflict` when a new type exists; `not_found` when one to change doesn't; or {@link changeDraft}'s.
 */
export async function saveActionType(
  db: Database,
  { entry, isNew, ...by }: DraftEdit & { entry: ActionType; isNew: boolean },
): Promise<number> {
  const what = { change: "action_type_saved" as const, action_type: entry.type };
  const prepared = await prepareCheck([entry]);
  return changeDraft(db, { ...by, what }, async (draft, tx) => {
    refuseFaults(entry, prepared);
    const others = draft.catalog.filter(({ type }) => type !== entry.type);
    if (isNew !== (others.length === draft.catalog.length)) throw isNew ? taken(entry) : gone(entry);
    const catalog = [...others, entry].sort((one, other) => (one.type < other.type ? -1 : 1));
    const concerned = draft.rules.filter((rule) => concerns(rule, entry.type));
    checkEachRule(concerned, catalog, await listGroupIds(tx));
    return { catalog };
  });
}

function refuseFaults(entry: ActionType, prepared: PreparedCheck): void {
  const errors = actionTypeFaults(entry, prepared);
  if (errors.length === 0) return;
  const summary = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new CountersignError("invalid_input", `action type ${entry.type} refused: ${summary}`, {
    userMessage: summary,
    details: { errors },
  });
}

function taken({ type }: ActionType): CountersignError {
  return new CountersignError("conflict", `the draft has ${type} already`, {
    userMessage: `${type} already exists. Edit that one instead.`,
  });
}

function gone({ type }: ActionType): CountersignError {
  return new CountersignError("not_found", `the draft has no action type ${type}`, {
    userMessage: `${type} is no longer in the draft.`,
  });
}

/**
 * Removes an action type, unless a rule names the type: its requests would get the default outcome
 * instead. Returns the draft's new revision.
 * @throws {CountersignError} `not_found`; `conflict` naming the rules; else as {@link changeDraft}
 */
export async function removeActionType(
  db: Database,
  { type, ...by }: DraftEdit & { type: string },
): Promise<number> {
  const what = { change: "action_type_removed" as const, action_type: type };
  return changeDraft(db, { ...by, what }, (draft) => {
    const catalog = without(draft.catalog, (entry) => entry.type === type, ["action type", type]);
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
