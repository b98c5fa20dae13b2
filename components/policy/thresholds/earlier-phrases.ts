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
