import type { Approvers } from "#lib/policy/language/requirement";
import type { Rule } from "#lib/policy/language/rule";

/** How many people approve, which, and how: of meaning for a step-up alone. */
export type Approval = Pick<
  Rule,
  "approvals" | "approvers" | "escalateAfterSeconds" | "numberMatching" | "readingSeconds" | "allowEdits"
>;

export type ApproverKind = Approvers["kind"];

/** Whether a group has to be named. */
export function needsGroup(kind: ApproverKind): boolean {
  return kind === "owner_and_group" || kind === "group";
}

/** The group that is named. */
export function groupOf(approvers: Approvers | undefined): string | undefined {
  return approvers && "group" in approvers ? approvers.group : undefined;
}

/** The same with another group. */
export function withGroup(approvers: Approvers | undefined, group: string): Approvers | undefined {
  return approvers && "group" in approvers ? { ...approvers, group } : approvers;
}

/** The same approval by other people: the same number, or the minimum of the new kind. */
export function withKind(value: Approval, kind: ApproverKind, groups: { id: string }[]): Approval {
  const group = groupOf(value.approvers) ?? groups[0]?.id ?? "";
  const approvals = kind === "owner" ? 1 : Math.max(value.approvals, kind === "owner_and_group" ? 2 : 1);
  if (kind === "group") return { ...value, approvals, approvers: { kind, group, ownerExcluded: false } };
  if (kind === "owner_and_group") return { ...value, approvals, approvers: { kind, group } };
  return { ...value, approvals, approvers: kind === "owner" ? { kind } : undefined };
}
