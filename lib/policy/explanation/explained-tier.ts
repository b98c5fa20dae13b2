import type { CompiledRule } from "#lib/policy/engine/compile";
import { type Asked, valueAt } from "#lib/policy/engine/context";
import type { Rule } from "#lib/policy/language/rule";

/** What a tier's numbers are, which decides their format. */
type TierNumbers = { kind: "amount" | "number" } | { kind: "total"; of: "sum" | "count" };

/** Where a tier is in its threshold, and where the action is. */
export interface ExplainedTier {
  thresholdId: string;
  approvals: number;
  measure: TierNumbers;
  over: number;
  /** Undefined for the highest tier. */
  upTo: number | undefined;
  /** The action's number; undefined if it couldn't be read. */
  value: number | undefined;
}

/** The tier that a rule is; undefined for a rule outside thresholds. */
export function tierOf({ rule, tests }: CompiledRule, asked: Asked, now: Date): ExplainedTier | undefined {
  if (rule.threshold === undefined) return undefined;
  const { threshold: thresholdId, approvals } = rule;
  const measure = measureOf(rule);
  const tier: ExplainedTier = { thresholdId, approvals, measure, over: 0, upTo: undefined, value: undefined };
  for (const condition of rule.conditions) {
    if (condition.kind === "amount" || condition.kind === "total")
      Object.assign(tier, { over: condition.over, upTo: condition.upTo });
    if (condition.kind === "number" && condition.is === "over") tier.over = condition.value;
    if (condition.kind === "number" && condition.is === "up_to") tier.upTo = condition.value;
  }
  const test = tests.find(({ field }) => field === "conditions.0");
  const value = test && valueAt(test.read, asked, now);
  return typeof value === "number" ? { ...tier, value } : tier;
}

function measureOf({ conditions: [first] }: Rule): TierNumbers {
  if (first?.kind === "total") return { kind: "total", of: first.of };
  return { kind: first?.kind === "amount" ? "amount" : "number" };
}
