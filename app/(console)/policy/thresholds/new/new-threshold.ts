import { z } from "zod";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { defaults } from "#lib/policy/language/rule";
import type { Measure, Threshold, Tier } from "#lib/policy/thresholds/threshold";

/** The subject of a new threshold, from the URL. */
export const thresholdChoice = z.object({
  action: z.string(),
  measure: z.enum(["request", "sum", "count", "repeat"]).default("request"),
  per: z.enum(["agent", "resource", "owner"]).default("agent"),
  window: z.enum(["1h", "24h", "7d"]).default("24h"),
});

export type ThresholdChoice = z.output<typeof thresholdChoice>;

/** The measure of a threshold. Undefined without the parameter in the action type. */
export function measureOf(
  { measure, per, window }: ThresholdChoice,
  entry: ActionType,
  currencies: string[],
) {
  const { amountParam: amount, currencyParam: currency } = entry;
  if (measure === "repeat") return { kind: "total", of: "count", per: "action", window } satisfies Measure;
  if (measure === "count") return { kind: "total", of: "count", per, window } satisfies Measure;
  if (amount === null) return undefined;
  if (measure === "sum")
    return currency === null
      ? undefined
      : ({ kind: "total", of: "sum", per, window, currencies } satisfies Measure);
  return currency === null
    ? ({ kind: "number", param: amount } satisfies Measure)
    : ({ kind: "amount", amount, currency, currencies } satisfies Measure);
}

/**
 * The initial state of a new threshold: approval required, nothing auto-approved. Below the limit
 * of a total, the remaining rules decide.
 */
export function newThreshold(action: string, measure: Measure): Threshold {
  const isTotal = measure.kind === "total";
  const isRepeat = isTotal && measure.per === "action";
  const edge = isRepeat ? 1 : isTotal && measure.of === "count" ? 20 : isTotal ? 1000 : 100;
  const tiers: Tier[] = [
    { ...tier(isTotal ? "none" : "step_up", 1), upTo: edge },
    tier("step_up", isTotal ? 1 : 2),
  ];
  return { id: "", action, measure, tiers, enabled: true };
}

function tier(outcome: Tier["outcome"], approvals: number): Tier {
  return { ...defaults, ruleId: "", title: "", outcome, approvals };
}
