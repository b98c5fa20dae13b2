import type { Database, Transaction } from "#db/client";
import type { policyDraft } from "#db/schema/policy";
import { CountersignError } from "#lib/errors";
import { catalogueSchema } from "./catalogue.ts";
import { defaultOutcomeSchema, rulesSchema } from "./rule.ts";
import type { PolicyContent } from "./version-digest.ts";
import { findVersion } from "./versions.ts";

/**
 * What a stored draft says.
 * @throws {CountersignError} `conflict` when it cannot be read.
 */
export async function draftContent(
  db: Database | Transaction,
  row: typeof policyDraft.$inferSelect,
): Promise<PolicyContent> {
  const rules = rulesSchema.safeParse(row.rules);
  const defaultOutcome = defaultOutcomeSchema.safeParse(row.defaultOutcome);
  const catalogue = catalogueSchema.safeParse(
    row.catalogue ?? (await findVersion(db, row.baseVersion)).catalogue,
  );
  if (rules.success && defaultOutcome.success && catalogue.success)
    return { rules: rules.data, defaultOutcome: defaultOutcome.data, catalogue: catalogue.data };
  throw new CountersignError("conflict", "the stored draft cannot be read", {
    userMessage:
      "The stored draft cannot be read. An admin has to discard it before anything can be changed.",
    cause: rules.error ?? defaultOutcome.error ?? catalogue.error,
  });
}
