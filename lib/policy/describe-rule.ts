import type { Condition } from "./condition.ts";
import { defaults, type Rule } from "./rule.ts";

/** Words for ids that a rule mentions. */
export interface Names {
  /** Titles of action types. */
  actions: ReadonlyMap<string, string>;
  /** Names of agents. */
  agents: ReadonlyMap<string, string>;
}

/** A rule in plain words, part by part. A part that the rule does not have is not there. */
export interface RuleWords {
  title: string;
  /** What happens: "Runs by itself", "Needs 2 approvals", "Never runs". */
  outcome: string;
  /** Which actions: "Refund a payment". */
  actions: string;
  /** What must hold, a sentence part each: "amount is over 100 and up to 5,000, in USD or EUR". */
  when: string[];
  /** How long its requests and grants live. */
  lives: string[];
  /** Whether these lives are what holds where nobody chose otherwise, so that a list need not repeat them. */
  hasUsualLives: boolean;
  /** "until 2026-06-01 08:30 UTC"; nothing when it holds without end. */
  until: string | undefined;
  isEnabled: boolean;
}

/** Says what a rule does, in the words that its readers use. */
export function describeRule(rule: Rule, names: Names): RuleWords {
  return {
    title: rule.title,
    outcome: outcomeWords(rule),
    actions: either(rule.actions.map((selector) => actionWords(selector, names))),
    when: whenWords(rule, names),
    lives: lifeWords(rule),
    hasUsualLives:
      rule.grantTtlSeconds === defaults.grantTtlSeconds &&
      rule.requestTtlSeconds === defaults.requestTtlSeconds,
    until: rule.expiresAt && `until ${rule.expiresAt.slice(0, 16).replace("T", " ")} UTC`,
    isEnabled: rule.enabled,
  };
}

/** A number of seconds in the largest unit that keeps it whole: "15 minutes". */
export function durationWords(seconds: number): string {
  const units: [number, string][] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  for (const [size, unit] of units)
    if (seconds % size === 0) return `${seconds / size} ${unit}${seconds === size ? "" : "s"}`;
  return `${seconds} seconds`;
}

function outcomeWords(rule: Rule): string {
  if (rule.outcome === "allow") return "Runs by itself";
  if (rule.outcome === "block") return "Never runs";
  return rule.approvals === 1 ? "Needs 1 approval" : `Needs ${rule.approvals} approvals`;
}

function actionWords(selector: string, names: Names): string {
  if (selector === "*") return "every action";
  if (selector.endsWith(".*")) return `every ${selector} action`;
  return names.actions.get(selector) ?? selector;
}

function whenWords(rule: Rule, names: Names): string[] {
  const words = rule.conditions.map(conditionWords);
  if (rule.resource !== undefined) words.push(`resource is like ${quote(rule.resource)}`);
  if (rule.audience !== undefined) words.push(`audience is like ${quote(rule.audience)}`);
  if (rule.agents !== undefined)
    words.push(`agent is ${either(rule.agents.map((agent) => names.agents.get(agent) ?? agent))}`);
  return words;
}

function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case "amount":
      return `${condition.amount} is ${rangeWords(condition)}, in ${either(condition.currencies)}`;
    case "number":
      return `${condition.param} is ${condition.is.replace("_", " ")} ${numberWords(condition.value)}`;
    case "text":
      return textWords(condition);
    case "flag":
      return `${condition.param} is ${condition.is}`;
    case "presence":
      return `${condition.param} is ${condition.is}`;
    case "total":
      return totalWords(condition);
  }
}

function totalWords(condition: Condition & { kind: "total" }): string {
  const { of, per, window, currencies } = condition;
  const what = of === "sum" ? "sum" : "number";
  const time = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" }[window];
  return `the ${what} of the ${per}'s requests within ${time} is ${rangeWords(condition)}${currencies ? `, in ${either(currencies)}` : ""}`;
}

function rangeWords({ over, upTo }: { over: number; upTo?: number | undefined }): string {
  if (upTo === undefined) return `over ${numberWords(over)}`;
  return `${over === 0 ? "" : `over ${numberWords(over)} and `}up to ${numberWords(upTo)}`;
}

function textWords({ param, is, values }: Condition & { kind: "text" }): string {
  const quoted = values.map(quote);
  if (is === "like") return `${param} is like ${either(quoted)}`;
  return is === "one_of" ? `${param} is ${either(quoted)}` : `${param} is neither ${quoted.join(" nor ")}`;
}

function lifeWords(rule: Rule): string[] {
  const words: string[] = [];
  if (rule.outcome === "step_up") words.push(`a request waits ${durationWords(rule.requestTtlSeconds)}`);
  if (rule.outcome !== "block") words.push(`its grant lives ${durationWords(rule.grantTtlSeconds)}`);
  return words;
}

function numberWords(number: number): string {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 4 });
}

function quote(text: string): string {
  return `“${text}”`;
}

function either(words: string[]): string {
  const [last = "", ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`;
}
