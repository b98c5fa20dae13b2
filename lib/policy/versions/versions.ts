import { desc, eq, lt } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { policyVersions } from "#db/schema/policy";
import { canonicalJson } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { type ActionType, catalogSchema } from "#lib/policy/action-types/action-type";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import {
  type DefaultOutcome,
  defaultOutcomeSchema,
  type Rule,
  rulesSchema,
  type Unclassified,
  unclassifiedSchema,
} from "#lib/policy/language/rule";

export interface VersionSummary {
  version: number;
  digest: string;
  /** `per_` id, or `set-up`. */
  publishedBy: string;
  publishedAt: Date;
  /** `per_` ID of the proposing admin, where publishing took two; else null. */
  proposedBy: string | null;
}

export interface VersionView extends VersionSummary {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
  unclassified: Unclassified;
  catalog: ActionType[];
}

const summary = {
  version: policyVersions.version,
  digest: policyVersions.digest,
  publishedBy: policyVersions.publishedBy,
  publishedAt: policyVersions.publishedAt,
  proposedBy: policyVersions.proposedBy,
};

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
  const [row] = await db
    .select({
      ...summary,
      rules: policyVersions.rules,
      defaultOutcome: policyVersions.defaultOutcome,
      unclassified: policyVersions.unclassified,
      catalog: policyVersions.catalog,
    })
    .from(policyVersions)
    .where(eq(policyVersions.version, version));
  if (!row)
    throw new CountersignError("not_found", `there is no policy version ${version}`, {
      userMessage: `Policy version ${version} doesn't exist.`,
    });
  return {
    ...row,
    rules: rulesSchema.parse(row.rules),
    defaultOutcome: defaultOutcomeSchema.parse(row.defaultOutcome),
    unclassified: unclassifiedSchema.parse(row.unclassified),
    catalog: catalogSchema.parse(row.catalog),
  };
}

/** The live version. */
export async function versionInForce(db: Database | Transaction): Promise<VersionView> {
  return findVersion(db, await currentPolicyVersion(db));
}

/** The complete content of a version or a draft. */
export interface PolicyContent {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
  unclassified: Unclassified;
  catalog: ActionType[];
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
