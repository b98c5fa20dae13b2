import type { Approvers } from "./approvers.ts";
import type { Requirement } from "./requirement.ts";
import type { Rule } from "./rule.ts";

/** What one step-up rule asks for. */
export function requirementOf(
  rule: Pick<Rule, "approvals" | "approvers" | "escalateAfterSeconds">,
): Requirement {
  const approvers: Approvers = rule.approvers ?? { kind: "owner_or_backups" };
  const { approvals, escalateAfterSeconds } = rule;
  // Backup approvers may decide from the start there.
  if (escalateAfterSeconds === undefined || approvers.kind === "owner_or_backups")
    return { approvals, approvers };
  return { approvals, approvers, escalateAfterSeconds };
}

/**
 * The fewest requirements that ask for all that these ask for. Of those with the same approvers the one with the most approvals and the
 * latest escalation is enough, and where the owner has to approve in person, one approval of the owner or a backup goes without saying.
 */
export function mergeRequirements(requirements: Requirement[]): Requirement[] {
  if (requirements.length === 1) return requirements;
  const merged = new Map<string, Requirement>();
  for (const requirement of requirements) {
    const key = JSON.stringify(requirement.approvers);
    const known = merged.get(key);
    merged.set(key, known ? stricterOf(known, requirement) : requirement);
  }
  const all = [...merged.values()];
  const isOwnerAsked = all.some(({ approvers }) => approvers.kind.startsWith("owner") && !isPlain(approvers));
  return all.filter(({ approvals, approvers }) => !(isOwnerAsked && approvals === 1 && isPlain(approvers)));
}

// Who approved in time for the later escalation did so for the earlier one; never is the latest.
function stricterOf(one: Requirement, other: Requirement): Requirement {
  const approvals = Math.max(one.approvals, other.approvals);
  const { approvers } = one;
  if (one.escalateAfterSeconds === undefined || other.escalateAfterSeconds === undefined)
    return { approvals, approvers };
  const escalateAfterSeconds = Math.max(one.escalateAfterSeconds, other.escalateAfterSeconds);
  return { approvals, approvers, escalateAfterSeconds };
}

function isPlain({ kind }: Approvers): boolean {
  return kind === "owner_or_backups";
}
