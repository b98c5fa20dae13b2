import { isDeepStrictEqual } from "node:util";
import { byKey } from "#lib/kernel/by-key";
import type { Condition } from "#lib/policy/language/condition";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { safeguardsOf } from "#lib/policy/language/safeguards";
import { type Measure, type Threshold, type Tier, thresholdFaults } from "./threshold.ts";

export interface TierPlace {
  measure: Measure;
  over: number;
  upTo: number | undefined;
}

type SharedCondition = NonNullable<Threshold["conditions"]>[number];

/** A threshold's shared settings, and a rule's range. */
interface Step extends Pick<TierPlace, "over" | "upTo"> {
  shared: Omit<Threshold, "tiers">;
  rule: Rule;
}

/** The threshold of the rules with this ID; undefined when they overlap or differ in parameters. */
export function thresholdOf(rules: readonly Rule[], id: string): Threshold | undefined {
  const steps = rules.filter(({ threshold }) => threshold === id).map(stepOf);
  const [first] = steps;
  if (!first || !steps.every(isStep)) return undefined;
  const whole = steps.filter(isStep).sort((one, other) => one.over - other.over);
  if (!whole.every(({ shared }) => isDeepStrictEqual(shared, first.shared))) return undefined;
  const tiers: Tier[] = [];
  let reached: number | undefined = 0;
  for (const { rule, over, upTo } of whole) {
    if (reached === undefined || over < reached) return undefined;
    if (over > reached) tiers.push(silence(over));
    tiers.push(tierOf(rule, upTo));
    reached = upTo;
  }
  if (reached !== undefined) tiers.push(silence(undefined));
  const threshold = { ...first.shared, tiers };
  return thresholdFaults(threshold).length === 0 ? threshold : undefined;
}

/** A tier's measure and range; undefined for a rule outside thresholds. */
export function rangeOfTier({ threshold, conditions }: Rule): TierPlace | undefined {
  return threshold === undefined ? undefined : placeOf(apart(conditions).range);
}

export function thresholdsOf(rules: readonly Rule[]): Threshold[] {
  return thresholdIds(rules).flatMap((id) => thresholdOf(rules, id) ?? []);
}

/** Rules drawn as thresholds that no longer form one: each rule still applies on its own. */
export function brokenThresholds(rules: readonly Rule[]): Rule[][] {
  return thresholdIds(rules)
    .filter((id) => thresholdOf(rules, id) === undefined)
    .map((id) => rules.filter(({ threshold }) => threshold === id));
}

/** Rules that could form a threshold: alike in parameters, no overlaps. By the first rule's ID. */
export function undrawnThresholds(rules: readonly Rule[]): Map<string, Rule[]> {
  const steps = rules.flatMap((rule): [string, Rule][] => {
    const step = rule.threshold === undefined ? stepOf({ ...rule, threshold: "undrawn" }) : undefined;
    return step ? [[JSON.stringify(step.shared), rule]] : [];
  });
  const taken = new Set(thresholdIds(rules));
  const whole = [...byKey(steps).values()].filter(
    ([first, ...more]) =>
      first && more.length > 0 && !taken.has(first.id) && makesThreshold([first, ...more]),
  );
  return new Map(whole.map((tiers) => [tiers[0]?.id ?? "", tiers]));
}

function makesThreshold(rules: Rule[]): boolean {
  const drawn = rules.map((rule) => ({ ...rule, threshold: "undrawn" }));
  return thresholdOf(drawn, "undrawn") !== undefined;
}

function thresholdIds(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap(({ threshold }) => threshold ?? []))];
}

function stepOf(rule: Rule): Step | undefined {
  const { range, texts } = apart(rule.conditions);
  const place = placeOf(range);
  const [action = "", ...others] = rule.actions;
  if (!place || rule.threshold === undefined || others.length > 0 || action.endsWith("*")) return undefined;
  const { threshold: id, agents, labels, resource, audience, hours, expiresAt, enabled, isMonitored } = rule;
  const { measure, over, upTo } = place;
  const conditions = texts.length > 0 ? texts : undefined;
  const scope = { conditions, agents, labels, resource, audience, hours, expiresAt };
  const shared = dropUndefined({ id, action, measure, ...scope, enabled, isMonitored });
  return { shared, rule, over, upTo };
}

function isStep(step: Step | undefined): step is Step {
  return step !== undefined;
}

/** A tier's range, and the conditions on texts and the history after it. */
function apart(conditions: Condition[]): { range: Condition[]; texts: SharedCondition[] } {
  const texts = conditions.filter(isShared);
  const rest = conditions.length - texts.length;
  const isAfter = conditions.slice(rest).every(isShared);
  return isAfter ? { range: conditions.slice(0, rest), texts } : { range: conditions, texts: [] };
}

function isShared(condition: Condition): condition is SharedCondition {
  return condition.kind === "text" || condition.kind === "history";
}

function placeOf([first, second, ...more]: Condition[]): TierPlace | undefined {
  if (!first || more.length > 0) return undefined;
  if (first.kind === "amount" || first.kind === "total") {
    const { over, upTo, ...measure } = first;
    return second ? undefined : { measure: dropUndefined<Measure>(measure), over, upTo };
  }
  if (first.kind !== "number" || first.is !== "over" || first.value < 0) return undefined;
  const measure: Measure = { kind: "number", param: first.param };
  if (!second) return { measure, over: first.value, upTo: undefined };
  const isRange = second.kind === "number" && second.param === first.param && second.is === "up_to";
  return isRange ? { measure, over: first.value, upTo: second.value } : undefined;
}

function tierOf(rule: Rule, upTo: number | undefined): Tier {
  const { id: ruleId, title, outcome, approvals, approvers, escalateAfterSeconds } = rule;
  const { grantTtlSeconds, requestTtlSeconds } = rule;
  return dropUndefined({
    ...{ ruleId, title, outcome, upTo, approvals, approvers, escalateAfterSeconds },
    ...{ grantTtlSeconds, requestTtlSeconds },
    ...safeguardsOf(rule),
  });
}

// A range without a tier: between rules, and above the last.
function silence(upTo: number | undefined): Tier {
  return dropUndefined({ ruleId: "none", title: "", outcome: "none", upTo, ...defaults });
}
