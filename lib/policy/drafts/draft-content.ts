import type { Database, Transaction } from "#db/client";
import type { policyDraft } from "#db/schema/policy";
import { CountersignError, isRefusedFor } from "#lib/kernel/errors";
import { findVersion, type PolicyContent, policyContentSchema } from "#lib/policy/versions/versions";

/** The content of a stored draft. @throws {CountersignError} `conflict` when unreadable */
export async function draftContent(
  db: Database | Transaction,
  row: typeof policyDraft.$inferSelect,
): Promise<PolicyContent> {
  const catalog = row.catalog ?? (await findVersion(db, row.baseVersion)).catalog;
  const content = policyContentSchema.safeParse({ ...row, catalog });
  if (!content.success) throw unreadableDraft(content.error);
  return content.data;
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
