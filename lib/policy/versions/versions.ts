import { desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { policyVersions } from "#db/schema/policy";
import { canonicalJson } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { catalogSchema } from "#lib/policy/action-types/action-type";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { defaultOutcomeSchema, rulesSchema, unclassifiedSchema } from "#lib/policy/language/rule";

/** The complete content of a version or a draft. */
export const policyContentSchema = z.object({
  rules: rulesSchema,
  defaultOutcome: defaultOutcomeSchema,
  unclassified: unclassifiedSchema,
  catalog: catalogSchema,
});

export type PolicyContent = z.output<typeof policyContentSchema>;

/** `publishedBy`: a `per_` ID, or `set-up`. `proposedBy`: null where publishing took one admin. */
const summary = columnsOf(policyVersions, "version", "digest", "publishedBy", "publishedAt", "proposedBy");

export type VersionSummary = Pick<typeof policyVersions.$inferSelect, keyof typeof summary>;
export type VersionView = VersionSummary & PolicyContent;

/** Published versions, newest first, 50 a page; `before` is the previous page's last. */
export async function listVersions(db: Database | Transaction, before?: number): Promise<VersionSummary[]> {
  return db
    .select(summary)
    .from(policyVersions)
    .where(before === undefined ? undefined : lt(policyVersions.version, before))
    .orderBy(desc(policyVersions.version))
    .limit(50);
}

/** @throws {CountersignError} `not_found` */
export async function findVersion(db: Database | Transaction, version: number): Promise<VersionView> {
  const [row] = await db.select().from(policyVersions).where(eq(policyVersions.version, version));
  if (!row)
    throw new CountersignError("not_found", `there is no policy version ${version}`, {
      userMessage: `Policy version ${version} doesn't exist.`,
    });
  return { ...row, ...policyContentSchema.parse(row) };
}

export async function versionInForce(db: Database | Transaction): Promise<VersionView> {
  return findVersion(db, await currentPolicyVersion(db));
}

/** The content of a version or a draft, without what else is known about it. */
export function contentOf({ rules, defaultOutcome, unclassified, catalog }: PolicyContent): PolicyContent {
  return { rules, defaultOutcome, unclassified, catalog };
}

/** base64url(SHA-256(JCS({version, rules, default_outcome, unclassified, catalog}))). */
export function versionDigest(content: PolicyContent & { version: number }): string {
  return base64url(sha256(canonicalJson({ version: content.version, ...membersOf(content) })));
}

/** The same without the version: identifies contents, in every version. */
export function contentDigest(content: PolicyContent): string {
  return base64url(sha256(canonicalJson(membersOf(content))));
}

function membersOf({ rules, defaultOutcome, unclassified, catalog }: PolicyContent) {
  return { rules, default_outcome: defaultOutcome, unclassified, catalog };
}
