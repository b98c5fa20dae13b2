import type { Tier } from "#lib/policy/thresholds/threshold";

/**
 * How the generated titles of earlier releases name a tier's outcome. Such titles are stored in
 * drafts, versions and policy files.
 */
export function earlierPhrases({ outcome, approvals }: Pick<Tier, "outcome" | "approvals">): string[] {
  if (outcome === "allow") return ["runs by itself"];
  if (outcome === "block") return ["never runs"];
  return outcome === "step_up" && approvals === 1 ? ["needs 1 approval"] : [];
}

/** The titles of the tiers that a workspace begins with (lib/policy/versions/defaults.ts). */
export const firstTitles: ReadonlySet<string> = new Set([
  "Auto-approve refunds up to 100",
  "Refunds over 100 need 1 approval",
  "Refunds over 5,000 need 2 approvals",
  "Block refunds over 50,000",
  "Payments up to 5,000 need 1 approval",
  "Payments over 5,000 need 2 approvals",
  "Block payments over 50,000",
]);
