import type { Approvers } from "#lib/policy/language/approvers";
import type { Requirement } from "#lib/policy/language/requirement";
import { durationWords } from "./duration-words.ts";

/** Names of groups by ID; a deleted group appears by ID. */
export type GroupNames = ReadonlyMap<string, string>;

/**
 * A requirement in words: "2 approvals, by the owner plus 1 other person from Finance; backup
 * approvers can decide after 10 minutes".
 */
export function requirementWords(
  { approvals, approvers, escalateAfterSeconds }: Requirement,
  groups: GroupNames,
): string {
  const count = approvals === 1 ? "1 approval" : `${approvals} approvals`;
  const escalation = escalationWords(escalateAfterSeconds);
  return `${count}, by ${approverWords(approvers, approvals, groups)}${escalation ? `; ${escalation}` : ""}`;
}

/** Who approves: "the owner or a backup approver". */
export function approverWords(approvers: Approvers, approvals: number, groups: GroupNames): string {
  switch (approvers.kind) {
    case "owner_or_backups":
      return approvals === 1 ? "the owner or a backup approver" : "the owner and backup approvers";
    case "owner":
      return "the owner";
    case "owner_and_group": {
      const others = approvals === 2 ? "1 other person" : `${approvals - 1} other people`;
      return `the owner plus ${others} from ${groupWords(approvers.group, groups)}`;
    }
    case "group": {
      const people = approvals === 1 ? "anyone" : `any ${approvals} people`;
      return `${people} from ${groupWords(approvers.group, groups)}${approvers.ownerExcluded ? " (not the agent's owner)" : ""}`;
    }
  }
}

/** "backup approvers can decide after 10 minutes"; undefined when that never comes. */
export function escalationWords(escalateAfterSeconds: number | undefined): string | undefined {
  if (escalateAfterSeconds === undefined) return undefined;
  return `backup approvers can decide after ${durationWords(escalateAfterSeconds)}`;
}

function groupWords(id: string, groups: GroupNames): string {
  return groups.get(id) ?? id;
}
