import { runtime } from "#app/runtime/runtime";
import type { RuleGroup } from "#components/policy/policy-rules";
import type { RuleView } from "#components/policy/rule-row";
import {
  measureWords,
  outcomeWords,
  rangeWords,
  unitWords,
} from "#components/policy/thresholds/threshold-words.ts";
import type { ThresholdView } from "#components/policy/thresholds/tiers";
import { agentNames } from "#lib/agents/agent-names";
import { listGroups } from "#lib/people/list-groups";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { isExpired } from "#lib/policy/engine/verdict";
import { describeRule, type Names } from "#lib/policy/explanation/describe-rule";
import type { Rule } from "#lib/policy/language/rule";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import { thresholdsOf } from "#lib/policy/thresholds/threshold-of-rules";
import { rulesOfThreshold } from "#lib/policy/thresholds/threshold-rules";
import type { Viewer } from "#lib/sessions/session";
import type { Marks } from "./draft-marks.ts";

/** The names that policies show, from their catalogs and rules. Agents hidden from the viewer stay IDs. */
export async function policyWords(
  viewer: Viewer,
  ...policies: { catalog: ActionType[]; rules: Rule[] }[]
): Promise<PolicyWords> {
  const { db, clock } = runtime();
  const now = clock();
  const named = policies.flatMap(({ rules }) => rules.flatMap((rule) => rule.agents ?? []));
  const [agents, groups] = await Promise.all([agentNames(db, viewer, named), listGroups(db)]);
  const catalog = policies.flatMap((policy) => policy.catalog);
  const names = {
    actions: new Map(catalog.map(({ type, title }) => [type, title])),
    agents,
    groups: new Map(groups.map(({ id, name }) => [id, name])),
  };
  return { catalog: catalog.sort(byType), names, now };
}

function byType(one: ActionType, other: ActionType): number {
  return one.type < other.type ? -1 : 1;
}

export function viewOf(rule: Rule, { names, now }: PolicyWords): RuleView {
  const { id, outcome } = rule;
  return {
    id,
    outcome,
    words: describeRule(rule, names),
    isExpired: isExpired(rule, now),
  };
}

/** Rules as rows: first each threshold as one row, then the rules outside thresholds. */
export function rowsOf(
  rules: Rule[],
  words: PolicyWords,
  marks?: Marks,
): Pick<RuleGroup, "thresholds" | "rules"> {
  const thresholds = thresholdsOf(rules);
  const drawn = new Set(thresholds.map(({ id }) => id));
  const viewsOf = (some: Rule[]) =>
    some.map((rule) => ({ ...viewOf(rule, words), mark: marks?.rules.get(rule.id) }));
  return {
    thresholds: thresholds.map((threshold) => ({
      ...thresholdView(threshold, viewsOf(rulesOfThreshold(threshold)), words),
      mark: marks?.thresholds.get(threshold.id),
    })),
    rules: viewsOf(rules.filter(({ threshold }) => !drawn.has(threshold ?? ""))),
  };
}

/** Rules by action type: types in catalog order, then other types, then rules about several types. */
export function groupsOf(rules: Rule[], words: PolicyWords, marks?: Marks): RuleGroup[] {
  const views = (type: string) =>
    rowsOf(
      rules.filter((rule) => onlyType(rule) === type),
      words,
      marks,
    );
  const known = words.catalog.map(({ type, title, risk }) => ({
    ...{ title, type, risk, mark: marks?.types.get(type) },
    ...views(type),
  }));
  const others = new Set(rules.map(onlyType));
  for (const { type } of words.catalog) others.delete(type);
  others.delete("");
  const unknown = [...others]
    .sort()
    .map((type) => ({ title: "Not in action types", type, risk: "unknown" as const, ...views(type) }));
  const several = { title: "Multiple action types", ...views("") };
  return [...known, ...unknown, ...(several.rules.length > 0 ? [several] : [])];
}

// The type of a rule about one type, or an empty text for a rule about several.
function onlyType({ actions: [first = "", ...others] }: Rule): string {
  return others.length > 0 || first.endsWith("*") ? "" : first;
}

export interface PolicyWords {
  catalog: ActionType[];
  names: Names;
  now: Date;
}

export function thresholdView(
  threshold: Threshold,
  ruleViews: RuleView[],
  words: PolicyWords,
): ThresholdView {
  const { id, measure, tiers } = threshold;
  const [first] = rulesOfThreshold(threshold);
  // Without the tier's own range, its rule has the conditions of the whole threshold.
  const { conditions = [] } = threshold;
  const shared = first && describeRule({ ...first, conditions }, words.names);
  const unit = "currencies" in measure && measure.currencies ? `, in ${unitWords(measure)}` : "";
  return {
    id,
    title: `By ${measureWords(measure)}${unit}`,
    scope: [shared?.when.join(" and "), shared?.until].filter(Boolean).join(", "),
    isEnabled: threshold.enabled,
    isMonitored: threshold.isMonitored === true,
    isExpired: first !== undefined && isExpired(first, words.now),
    tiers: tiers.map(({ outcome, approvals, upTo, ruleId }, index) => ({
      key: `${index} ${ruleId}`,
      outcome,
      approvals,
      range: rangeWords(measure, tiers[index - 1]?.upTo ?? 0, upTo),
      words: outcomeWords({ outcome, approvals }),
    })),
    rules: ruleViews,
  };
}
