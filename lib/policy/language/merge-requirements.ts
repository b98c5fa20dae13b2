import { canonicalJson } from "#lib/json/canonical";
import type { Approvers, Requirement } from "./requirement.ts";
import type { Rule } from "./rule.ts";

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

/** The requirements without implied ones: meeting the result meets every requirement. */
export function mergeRequirements(requirements: Requirement[]): Requirement[] {
  if (requirements.length === 1) return requirements;
  const left: Requirement[] = [];
  for (const [index, requirement] of requirements.entries()) {
    const later = requirements.slice(index + 1);
    if (![...left, ...later].some((other) => implies(other, requirement))) left.push(requirement);
  }
  return left;
}

// The same people, at least as many, and backup approvers no sooner. And where the owner has to
// approve in person (or a backup in the owner's place), one approval of the owner or a backup is
// implied.
function implies(one: Requirement, other: Requirement): boolean {
  const { approvers, approvals, escalateAfterSeconds = Number.POSITIVE_INFINITY } = one;
  if (other.approvals === 1 && isPlain(other.approvers) && approvers.kind.startsWith("owner")) return true;
  return (
    JSON.stringify(approvers) === JSON.stringify(other.approvers) &&
    approvals >= other.approvals &&
    escalateAfterSeconds >= (other.escalateAfterSeconds ?? Number.POSITIVE_INFINITY)
  );
}

function isPlain({ kind }: Approvers): boolean {
  return kind === "owner_or_backups";
}

/** The requirements made stricter by `others`, never looser; undefined when nothing more is required. */
export function stricterRequirements(
  existing: Requirement[],
  others: Requirement[],
): Requirement[] | undefined {
  const together = mergeRequirements([...existing, ...others]);
  return sameAs(together, mergeRequirements(existing)) ? undefined : together;
}

function sameAs(one: Requirement[], other: Requirement[]): boolean {
  const text = (requirements: Requirement[]) =>
    requirements
      .map((each) => canonicalJson(each))
      .sort()
      .join();
  return text(one) === text(other);
}
