import type { RequirementView } from "#lib/approvals/list-deciders";

/** One requirement and its progress: "Finance (2 of 5 needed): 1 given". */
export function requirementWords(requirement: RequirementView): string {
  const { approvals, given } = requirement;
  const progress = approvals === 1 && given === 0 ? "" : `: ${given} of ${approvals}`;
  return `${whoWords(requirement)}${progress}`;
}

function whoWords({ kind, group, ownerExcluded, approvals, deciders }: RequirementView): string {
  const name = group?.name ?? "";
  switch (kind) {
    case "owner":
      return "The agent's owner";
    case "owner_or_backups":
      return approvals === 1
        ? "Owner or any backup approver"
        : `${approvals} of the owner and backup approvers`;
    case "owner_and_group":
      return `The agent's owner and ${approvals - 1} more from ${name}`;
    case "group": {
      const who = ownerExcluded ? ", excluding the agent's owner" : "";
      return `${approvals} of ${deciders.length} from ${name}${who}`;
    }
  }
}
