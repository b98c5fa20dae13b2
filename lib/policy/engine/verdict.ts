import { mergeRequirements, requirementOf } from "#lib/policy/language/merge-requirements";
import type { Requirement } from "#lib/policy/language/requirement";
import { type DefaultOutcome, defaults, type Outcome, type Rule } from "#lib/policy/language/rule";
import { mergeSafeguards, noSafeguards, type Safeguards } from "#lib/policy/language/safeguards";

export interface Verdict {
  outcome: Outcome;
  policyVersion: number;
  /** Ids of the rules that decided; empty when the default outcome did. */
  ruleIds: string[];
  /** The rules of `ruleIds` with a missing or unreadable parameter, or that have expired. */
  indeterminateRuleIds: string[];
  /** A step-up's requirements, each to be met; empty for another outcome. */
  requirements: Requirement[];
  /** The most approvals among `requirements`: 1 or more for a step-up, else 0. */
  approvalsRequired: number;
  grantTtlSeconds: number;
  requestTtlSeconds: number;
  /** How people approve; all off for another outcome than a step-up. */
  safeguards: Safeguards;
  /** Why Cedar's check failed; the outcome is then the default or stricter. */
  fault?: string;
  /** Spared from a block by other owners' pending requests: needs approval in any case. */
  isSpared?: true;
  /** What the rules in monitor mode would have done; absent when none applied or might have. */
  monitored?: Monitored;
}

/** The outcome if the rules in monitor mode had been enforced together with the others. */
export interface Monitored {
  /** The rules that applied or might have, sorted. */
  ruleIds: string[];
  outcome: Outcome;
}

export interface Findings {
  blocking: Rule[];
  steppingUp: Rule[];
  allowing: Rule[];
  /** Block and step-up rules that may or may not apply. */
  indeterminate: Rule[];
  /** False when the type is unknown, the amount unreadable or evaluation failed. */
  mayAllow: boolean;
  fault?: string | undefined;
}

/**
 * Strictest wins (invariant 2): a block, else the step-ups merged to all their requirements and the
 * shortest lifetimes, else an allow, else the default. An indeterminate rule never ends looser
 * than the default outcome (invariant 1), and an indeterminate step-up's approvals still count: an
 * agent gains nothing by making a parameter unreadable.
 */
export function weigh(findings: Findings, policy: WeighingPolicy, now: Date): Verdict {
  const verdict = weighRules(findings, policy, now);
  return findings.fault === undefined ? verdict : { ...verdict, fault: findings.fault };
}

type WeighingPolicy = { version: number; defaultOutcome: DefaultOutcome };

// The verdict is one object literal for each outcome: joining two objects by spreads takes longer than
// the evaluation.
function weighRules(findings: Findings, { version, defaultOutcome }: WeighingPolicy, now: Date): Verdict {
  const { blocking, steppingUp, allowing, indeterminate, mayAllow } = findings;
  if (blocking.length > 0) return blocked(version, blocking, []);
  const isCertain = mayAllow && indeterminate.length === 0;
  if (isCertain && steppingUp.length === 0 && allowing.length > 0) return allowed(version, allowing);
  const isUpToDefault = !isCertain || steppingUp.length === 0;
  if (isUpToDefault && defaultOutcome === "block") return blocked(version, [], indeterminate);
  const required = [
    ...steppingUp,
    ...indeterminate.filter((rule) => rule.outcome === "step_up" && !isExpired(rule, now)),
  ];
  const demands = isUpToDefault ? [...required, defaults] : required;
  return steppedUp(version, [...steppingUp, ...indeterminate], indeterminate, demands);
}

export function isExpired(rule: Rule, now: Date): boolean {
  return rule.expiresAt !== undefined && Date.parse(rule.expiresAt) <= now.getTime();
}

function blocked(policyVersion: number, rules: Rule[], indeterminate: Rule[]): Verdict {
  return {
    outcome: "block",
    policyVersion,
    ruleIds: ids([...rules, ...indeterminate]),
    indeterminateRuleIds: ids(indeterminate),
    requirements: [],
    approvalsRequired: 0,
    grantTtlSeconds: defaults.grantTtlSeconds,
    requestTtlSeconds: defaults.requestTtlSeconds,
    safeguards: noSafeguards,
  };
}

function allowed(policyVersion: number, rules: Rule[]): Verdict {
  return {
    outcome: "allow",
    policyVersion,
    ruleIds: ids(rules),
    indeterminateRuleIds: [],
    requirements: [],
    approvalsRequired: 0,
    grantTtlSeconds: Math.min(...rules.map((rule) => rule.grantTtlSeconds)),
    requestTtlSeconds: defaults.requestTtlSeconds,
    safeguards: noSafeguards,
  };
}

type Demand = Pick<
  Rule,
  | "approvals"
  | "approvers"
  | "escalateAfterSeconds"
  | "grantTtlSeconds"
  | "requestTtlSeconds"
  | "numberMatching"
  | "readingSeconds"
  | "allowEdits"
>;

function steppedUp(policyVersion: number, rules: Rule[], indeterminate: Rule[], required: Demand[]): Verdict {
  const requirements = mergeRequirements(required.map(requirementOf));
  return {
    outcome: "step_up",
    policyVersion,
    ruleIds: ids(rules),
    indeterminateRuleIds: ids(indeterminate),
    requirements,
    approvalsRequired: Math.max(...requirements.map(({ approvals }) => approvals)),
    grantTtlSeconds: Math.min(...required.map((rule) => rule.grantTtlSeconds)),
    requestTtlSeconds: Math.min(...required.map((rule) => rule.requestTtlSeconds)),
    safeguards: mergeSafeguards(required),
  };
}

function ids(rules: Rule[]): string[] {
  return rules.map((rule) => rule.id).sort();
}
