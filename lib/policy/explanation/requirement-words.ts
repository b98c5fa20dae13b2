import type { Approvers, Requirement } from "#lib/policy/language/requirement";
import { durationWords } from "./phrases.ts";

/** Names of groups by ID; a deleted group appears by ID. */
export type GroupNames = ReadonlyMap<string, string>;

export interface NamedApprovers {
  kind: Approvers["kind"];
  groupName?: string | undefined;
  ownerExcluded?: boolean | undefined;
}

/** A requirement in words: "2 approvals from the owner and 1 other member of Finance". */
export function requirementWords(requirement: Requirement, groups: GroupNames): string {
  const { approvals, approvers } = requirement;
  const escalation = escalationWords(requirement.escalateAfterSeconds);
  return `${approvalsFrom(namedApprovers(approvers, groups), approvals)}${escalation ? ` (${escalation})` : ""}`;
}

/** "2 approvals from the owner or backup approvers". */
export function approvalsFrom(approvers: NamedApprovers, approvals: number): string {
  const count = approvals === 1 ? "1 approval" : `${approvals} approvals`;
  return `${count} from ${approverWords(approvers, approvals)}`;
}

/** The people who approve, without their number: "the owner or a backup approver". */
export function approverWords(approvers: NamedApprovers, approvals: number): string {
  const { kind, groupName = "a group", ownerExcluded } = approvers;
  switch (kind) {
    case "owner_or_backups":
      return approvals === 1 ? "the owner or a backup approver" : "the owner or backup approvers";
    case "owner":
      return "the owner";
    case "owner_and_group": {
      const others = approvals === 2 ? "1 other member" : `${approvals - 1} other members`;
      return `the owner and ${others} of ${groupName}`;
    }
    case "group": {
      const members = approvals === 1 ? "a member" : "members";
      return `${members} of ${groupName}${ownerExcluded ? ", excluding the owner" : ""}`;
    }
  }
}

/** Names the group of a requirement's approvers; `deleted` stands for a group without a name. */
export function namedApprovers(approvers: Approvers, groups: GroupNames, deleted?: string): NamedApprovers {
  if (!("group" in approvers)) return approvers;
  return { ...approvers, groupName: groups.get(approvers.group) ?? deleted ?? approvers.group };
}

/** "backup approvers can decide after 10 minutes"; undefined when that never comes. */
export function escalationWords(escalateAfterSeconds: number | undefined): string | undefined {
  if (escalateAfterSeconds === undefined) return undefined;
  return `backup approvers can decide after ${durationWords(escalateAfterSeconds)}`;
}
