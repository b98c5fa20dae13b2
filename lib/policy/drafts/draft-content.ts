import type { Database, Transaction } from "#db/client";
import type { policyDraft } from "#db/schema/policy";
import { CountersignError, isRefusedFor } from "#lib/kernel/errors";
import { catalogSchema } from "#lib/policy/action-types/action-type";
import { defaultOutcomeSchema, rulesSchema, unclassifiedSchema } from "#lib/policy/language/rule";
import { findVersion, type PolicyContent } from "#lib/policy/versions/versions";

/** The content of a stored draft. @throws {CountersignError} `conflict` when unreadable */
export async function draftContent(
  db: Database | Transaction,
  row: typeof policyDraft.$inferSelect,
): Promise<PolicyContent> {
  const rules = rulesSchema.safeParse(row.rules);
  const defaultOutcome = defaultOutcomeSchema.safeParse(row.defaultOutcome);
  const unclassified = unclassifiedSchema.safeParse(row.unclassified);
  const catalog = catalogSchema.safeParse(row.catalog ?? (await findVersion(db, row.baseVersion)).catalog);
  if (!rules.success || !defaultOutcome.success || !unclassified.success || !catalog.success)
    throw unreadableDraft(rules.error ?? defaultOutcome.error ?? unclassified.error ?? catalog.error);
  return {
    rules: rules.data,
    defaultOutcome: defaultOutcome.data,
    unclassified: unclassified.data,
    catalog: catalog.data,
  };
}

/** The `conflict` (`draft_unreadable`) for acts that need a readable draft. */
export function unreadableDraft(cause?: unknown): CountersignError {
  return new CountersignError("conflict", "the stored draft cannot be read", {
    userMessage:
      "The saved draft can't be read, so nothing was changed. Discard the draft under Policy, then try again.",
    details: { reason: "draft_unreadable" },
    cause,
  });
}

export function isUnreadableDraft(thrown: unknown): boolean {
  return isRefusedFor("draft_unreadable", thrown);
}
