import type { Requirement } from "#lib/policy/language/requirement";
import type { Verdict } from "./verdict.ts";

const ownerAlone: Requirement = { approvals: 1, approvers: { kind: "owner" } };

/**
 * The policy's verdict as it applies to a test request. Policy decides whether a person is asked. That
 * person is the owner of the test agent, who sent the request: a test asks no one else. There is no
 * number to match, because a test agent is no program that could show it.
 */
export function verdictOnTest(verdict: Verdict): Verdict {
  if (verdict.outcome !== "step_up") return verdict;
  return {
    ...verdict,
    requirements: [ownerAlone],
    approvalsRequired: ownerAlone.approvals,
    safeguards: { ...verdict.safeguards, numberMatching: false },
  };
}
