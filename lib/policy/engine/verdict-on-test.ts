import type { Requirement } from "#lib/policy/language/requirement";
import type { Verdict } from "./verdict.ts";

const ownerAlone: Requirement = { approvals: 1, approvers: { kind: "owner" } };

/** The verdict for a test request: its sender decides, without a number, which no program could show. */
export function verdictOnTest(verdict: Verdict): Verdict {
  if (verdict.outcome !== "step_up") return verdict;
  return {
    ...verdict,
    requirements: [ownerAlone],
    approvalsRequired: ownerAlone.approvals,
    safeguards: { ...verdict.safeguards, numberMatching: false },
  };
}
