import { isDeepStrictEqual } from "node:util";
import type { Condition } from "#lib/policy/language/condition";
import { withoutGaps } from "#lib/policy/language/drop-undefined";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { type Band, type Ladder, ladderFaults, type Measure } from "./threshold.ts";

/** What all rules of a threshold have in common, and the range of one of them. */
interface Step {
  shared: Omit<Ladder, "bands">;
  rule: Rule;
  over: number;
  upTo: number | undefined;
}

/**
 * The threshold that the rules with this `ladder` id form.
 * @returns undefined when no rule has the id, or when the rules form no threshold: they overlap, or
 *   concern different parameters.
 */
export function ladderOf(rules: readonly Rule[], id: string): Ladder | undefined {
  const steps = rules.filter(({ ladder }) => ladder === id).map(stepOf);
  const [first] = steps;
  if (!first || !steps.every(isStep)) return undefined;
  const whole = steps.filter(isStep).sort((one, other) => one.over - other.over);
  if (!whole.every(({ shared }) => isDeepStrictEqual(shared, first.shared))) return undefined;
  const bands: Band[] = [];
  let reached: number | undefined = 0;
  for (const { rule, over, upTo } of whole) {
    if (reached === undefined || over < reached) return undefined;
    if (over > reached) bands.push(silence(over));
    bands.push(bandOf(rule, upTo));
    reached = upTo;
  }
  if (reached !== undefined) bands.push(silence(undefined));
  const ladder = { ...first.shared, bands };
  return ladderFaults(ladder).length === 0 ? ladder : undefined;
}

/** The thresholds among rules, each once. */
export function laddersOf(rules: readonly Rule[]): Ladder[] {
  return ladderIds(rules).flatMap((id) => ladderOf(rules, id) ?? []);
}

/**
 * Rules drawn as thresholds that no longer form one, by threshold: each rule still applies on its
 * own.
 */
export function brokenLadders(rules: readonly Rule[]): Rule[][] {
  return ladderIds(rules)
    .filter((id) => ladderOf(rules, id) === undefined)
    .map((id) => rules.filter(({ ladder }) => ladder === id));
}

/**
 * Rules that could form a threshold and do not yet: two at least, about the same parameters, no two
 * of which overlap. Policies written by hand, or before thresholds existed, have them. Each group
 * under the id that its threshold would have: its first rule's.
 */
export function undrawnLadders(rules: readonly Rule[]): Map<string, Rule[]> {
  const alike = new Map<string, Rule[]>();
  for (const rule of rules) {
    const step = rule.ladder === undefined ? stepOf({ ...rule, ladder: "undrawn" }) : undefined;
    if (!step) continue;
    const key = JSON.stringify(step.shared);
    alike.set(key, [...(alike.get(key) ?? []), rule]);
  }
  const taken = new Set(ladderIds(rules));
  const whole = [...alike.values()].filter(
    ([first, ...more]) => first && more.length > 0 && !taken.has(first.id) && makesLadder([first, ...more]),
  );
  return new Map(whole.map((bands) => [bands[0]?.id ?? "", bands]));
}

function makesLadder(rules: Rule[]): boolean {
  return (
    ladderOf(
      rules.map((rule) => ({ ...rule, ladder: "undrawn" })),
      "undrawn",
    ) !== undefined
  );
}

function ladderIds(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap(({ ladder }) => ladder ?? []))];
}

function stepOf(rule: Rule): Step | undefined {
  const place = placeOf(rule.conditions);
  const [action = "", ...others] = rule.actions;
  if (!place || rule.ladder === undefined || others.length > 0 || action.endsWith("*")) return undefined;
  const { agents, labels, resource, audience, hours, expiresAt, enabled, isMonitored } = rule;
  const { measure, over, upTo } = place;
  const shared = {
    action,
    measure,
    agents,
    labels,
    resource,
    audience,
    hours,
    expiresAt,
    enabled,
    isMonitored,
  };
  return { shared: withoutGaps({ id: rule.ladder, ...shared }), rule, over, upTo };
}

function isStep(step: Step | undefined): step is Step {
  return step !== undefined;
}

function placeOf([first, second, ...more]: Condition[]) {
  if (!first || more.length > 0) return undefined;
  if (first.kind === "amount" || first.kind === "total") {
    const { over, upTo, ...measure } = first;
    return second ? undefined : { measure: withoutGaps<Measure>(measure), over, upTo };
  }
  if (first.kind !== "number" || first.is !== "over" || first.value < 0) return undefined;
  const measure: Measure = { kind: "number", param: first.param };
  if (!second) return { measure, over: first.value, upTo: undefined };
  const isRange = second.kind === "number" && second.param === first.param && second.is === "up_to";
  return isRange ? { measure, over: first.value, upTo: second.value } : undefined;
}

function bandOf(rule: Rule, upTo: number | undefined): Band {
  const {
    id,
    title,
    outcome,
    approvals,
    approvers,
    escalateAfterSeconds,
    grantTtlSeconds,
    requestTtlSeconds,
  } = rule;
  return withoutGaps({
    ...{ ruleId: id, title, outcome, upTo, approvals, approvers, escalateAfterSeconds },
    ...{ grantTtlSeconds, requestTtlSeconds },
  });
}

// A range without a tier: between rules, and above the last one.
function silence(upTo: number | undefined): Band {
  return withoutGaps({ ruleId: "none", title: "", outcome: "none", upTo, ...defaults });
}
