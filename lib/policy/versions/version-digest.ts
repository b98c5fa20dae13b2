import { canonicalJson } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { DefaultOutcome, Rule, Unclassified } from "#lib/policy/language/rule";

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
