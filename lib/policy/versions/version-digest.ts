import { canonicalJson } from "#lib/canonical";
import { base64url, sha256 } from "#lib/digest";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { DefaultOutcome, Rule } from "#lib/policy/language/rule";

/** The complete content of a version or a draft. */
export interface PolicyContent {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
  catalogue: ActionType[];
}

/**
 * base64url(SHA-256(JCS({version, rules, default_outcome, catalogue}))), confirmed by the
 * publisher's passkey.
 */
export function versionDigest(content: PolicyContent & { version: number }): string {
  const { version, rules, defaultOutcome, catalogue } = content;
  return base64url(sha256(canonicalJson({ version, rules, default_outcome: defaultOutcome, catalogue })));
}

/**
 * base64url(SHA-256(JCS({rules, default_outcome, catalogue}))): identifies contents, in every
 * version.
 */
export function contentDigest({ rules, defaultOutcome, catalogue }: PolicyContent): string {
  return base64url(sha256(canonicalJson({ rules, default_outcome: defaultOutcome, catalogue })));
}
