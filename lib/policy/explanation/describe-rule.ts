import { defaults, type Rule } from "#lib/policy/language/rule";
import { ruleOutcomeLabel } from "#lib/text/labels";
import { conditionWords, hoursWords } from "./condition-words.ts";
import { durationWords, either, quote } from "./phrases.ts";
import { approverWords, escalationWords, type GroupNames, namedApprovers } from "./requirement-words.ts";

export interface Names {
  actions: ReadonlyMap<string, string>;
  agents: ReadonlyMap<string, string>;
  groups: GroupNames;
}

/** A rule in plain words, part by part. A part that the rule does not have is not there. */
export type RuleWords = ReturnType<typeof describeRule>;

export function describeRule(rule: Rule, names: Names) {
  return {
    title: rule.title,
    /** "Auto-approve", "Require 2 approvals", "Block". */
    outcome: ruleOutcomeLabel(rule.outcome, rule.approvals),
    /** "Refund a payment". */
    actions: either(rule.actions.map((selector) => actionWords(selector, names))),
    /** "amount is over 100 and up to 5,000, in USD or EUR". */
    when: whenWords(rule, names),
    /** The approvers, if the rule names any, and how they approve: "approved by the owner". */
    who: [...whoWords(rule, names), ...safeguardWords(rule)],
    lives: lifeWords(rule),
    /** Whether the lifetimes are the defaults, which a list need not repeat. */
    hasUsualLives:
      rule.grantTtlSeconds === defaults.grantTtlSeconds &&
      rule.requestTtlSeconds === defaults.requestTtlSeconds,
    /** "until 2026-06-01 08:30 UTC"; undefined without an expiry. */
    until: rule.expiresAt && `until ${rule.expiresAt.slice(0, 16).replace("T", " ")} UTC`,
    isEnabled: rule.enabled,
    /** Evaluated and recorded, without effect. */
    isMonitored: rule.isMonitored === true,
  };
}

function actionWords(selector: string, names: Names): string {
  if (selector === "*") return "every action";
  if (selector.endsWith(".*")) return `every ${selector} action`;
  return names.actions.get(selector) ?? selector;
}

function whenWords(rule: Rule, names: Names): string[] {
  const words = rule.conditions.map(conditionWords);
  if (rule.resource !== undefined) words.push(`resource matches ${quote(rule.resource)}`);
  if (rule.audience !== undefined) words.push(`tool matches ${quote(rule.audience)}`);
  if (rule.agents !== undefined)
    words.push(`agent is ${either(rule.agents.map((agent) => names.agents.get(agent) ?? agent))}`);
  if (rule.labels !== undefined) words.push(`agent is labeled ${either(rule.labels)}`);
  if (rule.hours !== undefined) words.push(`time is ${rule.hours.is} ${hoursWords(rule.hours)}`);
  return words;
}

function whoWords({ approvals, approvers, escalateAfterSeconds }: Rule, names: Names): string[] {
  const words = approvers
    ? [`approved by ${approverWords(namedApprovers(approvers, names.groups), approvals)}`]
    : [];
  const escalation = escalationWords(escalateAfterSeconds);
  return escalation === undefined ? words : [...words, escalation];
}

function safeguardWords({ numberMatching, readingSeconds, allowEdits }: Rule): string[] {
  return [
    ...(numberMatching ? ["number matching"] : []),
    ...(readingSeconds === undefined ? [] : [`read for at least ${durationWords(readingSeconds)}`]),
    ...(allowEdits ? ["can be edited before approval"] : []),
  ];
}

function lifeWords(rule: Rule): string[] {
  const words: string[] = [];
  if (rule.outcome === "step_up")
    words.push(`request expires after ${durationWords(rule.requestTtlSeconds)}`);
  if (rule.outcome !== "block") words.push(`grant valid for ${durationWords(rule.grantTtlSeconds)}`);
  return words;
}
