import type { RequirementView } from "#lib/approvals/list-deciders";

/** What one requirement asks for, and how far it is: "Finance (2 of 5 needed): 1 given". */
export function requirementWords(requirement: RequirementView): string {
  const { approvals, given } = requirement;
  const progress = approvals === 1 && given === 0 ? "" : `: ${given} of ${approvals} given`;
  return `${whoWords(requirement)}${progress}`;
}

function whoWords({ kind, group, ownerExcluded, approvals, deciders }: RequirementView): string {
  const name = group?.name ?? "";
  switch (kind) {
    case "owner":
      return "The agent's owner";
    case "owner_or_backups":
      return approvals === 1
        ? "The owner or a backup, any one of them"
        : `The owner and the backups, ${approvals} of them`;
    case "owner_and_group":
      return `The agent's owner, and ${approvals - 1} other${approvals === 2 ? "" : "s"} of ${name}`;
    case "group": {
      const who = ownerExcluded ? ", not the agent's owner" : "";
      return `${name} group (${approvals} of ${deciders.length} needed${who})`;
    }
  }
}
