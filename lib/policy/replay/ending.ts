import type { RequestState } from "#db/schema/requests";
import { canonicalJson } from "#lib/json/canonical";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Requirement } from "#lib/policy/language/requirement";
import type { Outcome } from "#lib/policy/language/rule";

/** How policy ended an ask: what a replay compares. */
export interface Ending {
  outcome: Outcome;
  /** The number of required approvals; 0 unless the outcome is a step-up. */
  approvals: number;
  /** Who had to approve, sorted; null for the owner or backup approvers. */
  requirements: Requirement[] | null;
  ruleIds: string[];
}

export interface DecidedRow {
  state: RequestState;
  approvals_required: number;
  requirements: Requirement[] | null;
  rule_ids: string[];
}

/** The outcome of an ask at the time, from its row, regardless of later decisions. */
export function recordedEnding(row: DecidedRow): Ending {
  const { state, rule_ids: ruleIds } = row;
  if (state === "allowed") return { outcome: "allow", approvals: 0, requirements: null, ruleIds };
  if (state === "blocked") return { outcome: "block", approvals: 0, requirements: null, ruleIds };
  const requirements = row.requirements === null ? null : special(row.requirements);
  return { outcome: "step_up", approvals: row.approvals_required, requirements, ruleIds };
}

export function endingOf({ outcome, approvalsRequired, requirements, ruleIds }: Verdict): Ending {
  return { outcome, approvals: approvalsRequired, requirements: special(requirements), ruleIds };
}

/** Whether two endings ask the same of the same people. Which rules led there does not matter. */
export function isSameEnding(one: Ending, other: Ending): boolean {
  if (one.outcome !== other.outcome || one.approvals !== other.approvals) return false;
  if (one.requirements === null && other.requirements === null) return true;
  return canonicalJson(one.requirements) === canonicalJson(other.requirements);
}

// The plain requirement is by far the most common, and adds nothing to the number of approvals.
function special(requirements: Requirement[]): Requirement[] | null {
  if (requirements.every(({ approvers }) => approvers.kind === "owner_or_backups")) return null;
  return requirements.toSorted((one, other) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1));
}
