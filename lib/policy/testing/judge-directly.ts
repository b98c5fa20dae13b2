import type { PolicyAsk } from "#lib/policy/engine/context";
import type { Condition } from "#lib/policy/language/condition";
import type { DefaultOutcome, Outcome, Rule, Unclassified } from "#lib/policy/language/rule";
import { matches, numberIn, type Truth, textIn, truthOf } from "./read-directly.ts";

export interface DirectPolicy {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
  unclassified: Unclassified;
  /** Types that may be allowed, with their amount and currency parameters. */
  catalog: Map<string, { amountParam: string | null; currencyParam: string | null; descriptor?: unknown }>;
}

/** The direct reading's result, in the terms of a verdict. */
export interface DirectVerdict {
  outcome: Outcome;
  approvalsRequired: number;
  monitored?: { ruleIds: string[]; outcome: Outcome };
}

/**
 * Evaluates the policy directly from the structured rules, without Cedar: a second opinion for
 * tests, written from invariants 1 and 2 (docs/invariants.md), without code shared with the code
 * under test.
 */
export function judgeDirectly(policy: DirectPolicy, ask: PolicyAsk, now: Date): DirectVerdict {
  const all = policy.rules
    .filter((rule) => rule.enabled && isAbout(rule, ask))
    .map((rule) => judged(rule, policy, ask, now));
  const enforced = all.filter(({ rule }) => !rule.isMonitored);
  const verdict = outcomeOf(enforced, policy, ask);
  const ruleIds = all
    .filter(({ rule, applies, isIndeterminate }) => rule.isMonitored && (applies || isIndeterminate))
    .map(({ rule }) => rule.id);
  if (ruleIds.length === 0) return verdict;
  return {
    ...verdict,
    monitored: { ruleIds: ruleIds.sort(), outcome: outcomeOf(all, policy, ask, true).outcome },
  };
}

interface Judged {
  rule: Rule;
  applies: boolean;
  isIndeterminate: boolean;
  lapsed: boolean;
}

function judged(rule: Rule, policy: DirectPolicy, ask: PolicyAsk, now: Date): Judged {
  const currencyParam = policy.catalog.get(ask.action.type)?.currencyParam ?? null;
  const truth: Truth = truthOf(rule, ask, now, currencyParam);
  const lapsed = rule.expiresAt !== undefined && new Date(rule.expiresAt) <= now;
  return {
    rule,
    lapsed,
    applies: truth === true && !lapsed,
    isIndeterminate: rule.outcome !== "allow" && (truth === undefined || (truth === true && lapsed)),
  };
}

function outcomeOf(all: Judged[], policy: DirectPolicy, ask: PolicyAsk, isMonitoring = false): DirectVerdict {
  const applying = all.filter(({ applies }) => applies).map(({ rule }) => rule);
  const indeterminate = all.filter(({ isIndeterminate }) => isIndeterminate);
  if (applying.some((rule) => rule.outcome === "block")) return { outcome: "block", approvalsRequired: 0 };
  const stepUps = applying.filter((rule) => rule.outcome === "step_up");
  const isSafe =
    indeterminate.length === 0 && mayEverBeAllowed(policy, ask) && !escapesLimits(policy, ask, isMonitoring);
  if (isSafe && stepUps.length === 0 && applying.length > 0)
    return { outcome: "allow", approvalsRequired: 0 };
  if (policy.defaultOutcome === "block" && (!isSafe || stepUps.length === 0))
    return { outcome: "block", approvalsRequired: 0 };
  const asking = indeterminate.filter(({ rule, lapsed }) => rule.outcome === "step_up" && !lapsed);
  const approvals = [...stepUps, ...asking.map(({ rule }) => rule)].map((rule) => rule.approvals);
  return { outcome: "step_up", approvalsRequired: Math.max(1, ...approvals) };
}

function isAbout(rule: Rule, { agent, action }: PolicyAsk): boolean {
  const isType = rule.actions.some((name) => matches(name, action.type));
  return isType && (rule.agents === undefined || rule.agents.includes(agent));
}

function mayEverBeAllowed(policy: DirectPolicy, { action }: PolicyAsk): boolean {
  const entry = policy.catalog.get(action.type);
  if (!entry) return false;
  if (policy.unclassified === "default_outcome" && entry.descriptor === undefined) return false;
  const amount = entry.amountParam === null ? 0 : numberIn(action.params, entry.amountParam);
  const currency = entry.currencyParam === null ? "" : textIn(action.params, entry.currencyParam);
  return amount !== undefined && amount >= 0 && currency !== undefined;
}

// Whether the action's currency is in no limit on amounts of this type, for any agents.
function escapesLimits(policy: DirectPolicy, { action }: PolicyAsk, isMonitoring: boolean): boolean {
  const about = policy.rules
    .filter((rule) => rule.enabled && (isMonitoring || !rule.isMonitored))
    .filter((rule) => rule.actions.some((name) => matches(name, action.type)));
  const inCatalog = policy.catalog.get(action.type)?.currencyParam ?? undefined;
  const limits = about.flatMap(({ conditions }) =>
    conditions.flatMap((condition) => limited(condition, inCatalog)),
  );
  return limits.some(({ param }) => {
    const currency = textIn(action.params, param);
    if (currency === undefined) return true;
    const isLimited = limits.some((limit) => limit.param === param && limit.currencies.includes(currency));
    const isChosen = about.some(
      ({ outcome, conditions }) =>
        outcome === "allow" &&
        conditions.some(
          (condition) =>
            condition.kind === "text" &&
            condition.is === "one_of" &&
            condition.param === param &&
            condition.values.includes(currency),
        ),
    );
    return !isLimited && !isChosen;
  });
}

function limited(condition: Condition, inCatalog: string | undefined) {
  if (condition.kind === "amount") return [{ param: condition.currency, currencies: condition.currencies }];
  if (condition.kind === "total" && condition.currencies && inCatalog !== undefined)
    return [{ param: inCatalog, currencies: condition.currencies }];
  return [];
}
