import type { RuleGroup } from "#components/policy/policy-rules";
import type { AgentDetails } from "#lib/agents/find-agent";
import type { StandingApproval } from "#lib/approvals/standing/approvals/list";
import type { StandingDenial } from "#lib/approvals/standing/list";
import { concerns, type Rule } from "#lib/policy/language/rule";
import { groupsOf, type PolicyWords, rowsOf } from "../../../../policy/policy-view.ts";

interface Standing {
  approvals: StandingApproval[];
  denials: StandingDenial[];
}

export type Permission = RuleGroup & Standing;

/**
 * What policy does with each action type of an agent, and what stands for it. A type has the rules about several
 * types too. Types without a rule of their own are left out, unless something stands for them.
 */
export function permissionsOf(rules: Rule[], words: PolicyWords, standing: Standing): Permission[] {
  const groups = groupsOf(rules, words);
  const standingOf = (type: string | undefined): Standing => ({
    approvals: standing.approvals.filter(({ statement }) => statement.action.type === type),
    denials: standing.denials.filter(({ actionType }) => actionType === type),
  });
  const stands = new Set([
    ...standing.approvals.map(({ statement }) => statement.action.type),
    ...standing.denials.map(({ actionType }) => actionType),
  ]);
  const listed = new Set(groups.map(({ type }) => type));
  const others = [...stands].filter((type) => !listed.has(type)).sort();
  const unlisted = others.map((type) => ({ title: "Not in action types", type, risk: "unknown" as const }));
  const isOfType = ({ type }: RuleGroup) => type !== undefined;
  const isShown = ({ type, rules: own, thresholds }: RuleGroup) =>
    own.length + thresholds.length > 0 || (type !== undefined && stands.has(type));
  const shown = groups.filter(isShown);
  return [
    ...shown.filter(isOfType),
    ...unlisted.map((group) => ({ ...group, thresholds: [], rules: [] })),
    ...shown.filter((group) => !isOfType(group)),
  ].map((group) => {
    const { type } = group;
    const all =
      type !== undefined &&
      rowsOf(
        rules.filter((rule) => concerns(rule, type)),
        words,
      );
    return { ...group, ...all, ...standingOf(type) };
  });
}

/** What stops all requests of an agent now, each with what ends it. */
export function stopsOf(
  { status, hold, isOwnerActive }: Pick<AgentDetails, "status" | "hold" | "isOwnerActive">,
  isFrozen: boolean,
): { title: string; until: string }[] {
  if (status === "revoked") return [{ title: "Revoked", until: "It can't request anything again." }];
  const stops = [
    isFrozen && { title: "Frozen", until: "No agent can request anything until the freeze ends." },
    hold && { title: "On hold", until: "It can't request anything until it's released." },
    !isOwnerActive && {
      title: "Orphaned",
      until: "It can't request anything until an active approver owns it.",
    },
  ].filter((stop) => !!stop);
  if (status === "active" || hold || !isOwnerActive) return stops;
  return [
    ...stops,
    { title: "Quarantined", until: "It can't request anything until its owner confirms ownership." },
  ];
}
